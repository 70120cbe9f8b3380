package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.client.PinListing;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.text.ShellQuoting;
import io.github.nixadhoc.result.Pin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the pins, with sizes and last use.
 *
 * <pre>{@code
 * for (Pin pin : Nix.listPins().execute()) {
 *     System.out.println(pin);
 * }
 * }</pre>
 *
 * <p>A link that was made by the printed line of a {@link PinCommand} is a pin too, of the store path that it leads to.
 * A pin with an unreadable record is listed as broken, with the store paths that its links lead to.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ListPinsCommand extends NixOperation<List<Pin>, ListPinsCommand> {

    ListPinsCommand(Engine engine, @Nullable Duration timeout) {
        super(engine, timeout);
    }

    @Override
    ListPinsCommand copy(Engine engine, @Nullable Duration timeout) {
        return new ListPinsCommand(engine, timeout);
    }

    /**
     * {@inheritDoc}
     *
     * @return the pins by name, broken ones among them; unmodifiable, empty if there are none
     * @throws io.github.nixadhoc.error.StoreUnavailableException if the folder of the pins cannot be read, or the record of a pin
     *     that has no links either
     */
    @Override
    public List<Pin> execute() {
        return super.execute();
    }

    @Override
    List<Pin> perform(NixRuntime nix, Deadline deadline) {
        return new PinListing().perform(nix, deadline);
    }

    @Override
    String commandLine(CommandLineRenderer renderer) {
        String folder = ShellQuoting.quote(renderer.pins().displayPath().toString());
        return super.commandLine(renderer) + " " + folder + "/*/*/link*";
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("path-info", "--closure-size");
    }
}
