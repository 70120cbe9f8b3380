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
 * No longer keeps what was pinned under a name, as removing the link of {@code nix build --out-link} does.
 *
 * <pre>{@code
 * boolean wasPinned = Nix.unpin("converter").execute();
 * }</pre>
 *
 * <p>Nothing is deleted from the store; the next collection of garbage takes what nothing else needs. Nix is not called.
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
    UnpinCommand on(Engine other) {
        return new UnpinCommand(other, timeLimit(), name);
    }

    @Override
    UnpinCommand with(@Nullable Duration changedTimeout) {
        return new UnpinCommand(engine(), changedTimeout, name);
    }

    /**
     * {@inheritDoc}
     *
     * @return whether something was pinned under the name
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
    String line(CommandLineRenderer renderer) {
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
