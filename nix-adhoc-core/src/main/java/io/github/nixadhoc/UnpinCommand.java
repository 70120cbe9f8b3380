package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.text.ShellQuoting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes a pin, as removing the link of {@code nix build --out-link} does.
 *
 * <pre>{@code
 * boolean wasPinned = Nix.unpin("converter").execute();
 * }</pre>
 *
 * <p>Deletes nothing from the store: the next collection of garbage deletes what nothing else needs. Calls no Nix.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class UnpinCommand extends NixOperation<Boolean, UnpinCommand> {

    private final String name;

    UnpinCommand(Engine engine, @Nullable Duration timeout, String name) {
        super(engine, timeout);
        this.name = name;
    }

    @Override
    UnpinCommand copy(Engine engine, @Nullable Duration timeout) {
        return new UnpinCommand(engine, timeout, name);
    }

    /**
     * {@inheritDoc}
     *
     * @return whether there was a pin of the name
     * @throws io.github.nixadhoc.error.StoreUnavailableException if the folder of the pins cannot be written
     */
    @Override
    public Boolean execute() {
        return super.execute();
    }

    @Override
    Boolean perform(NixRuntime nix, Deadline deadline) {
        return nix.pins().remove(name, deadline);
    }

    /** Returns the line that removes the links; Nix has no command for it. */
    @Override
    String commandLine(CommandLineRenderer renderer) {
        return ShellQuoting.quote(nixArguments(renderer));
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("rm", "-r", renderer.pins().displayPath().resolve(name).toString());
    }

    @Override
    Object content() {
        return name;
    }
}
