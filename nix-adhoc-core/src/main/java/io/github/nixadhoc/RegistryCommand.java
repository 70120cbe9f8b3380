package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.RegistryQuestion;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.RegistryEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks what the names of flakes mean here, as {@code nix registry list} does.
 *
 * <pre>{@code
 * List<RegistryEntry> names = Nix.registry().execute();
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class RegistryCommand extends NixOperation<List<RegistryEntry>, RegistryCommand> {

    RegistryCommand(Engine engine, @Nullable Duration timeout) {
        super(engine, timeout);
    }

    @Override
    RegistryCommand on(Engine other) {
        return new RegistryCommand(other, timeLimit());
    }

    @Override
    RegistryCommand with(@Nullable Duration changedTimeout) {
        return new RegistryCommand(engine(), changedTimeout);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Nix downloads the global registry if it has none that is fresh. Without a network that is left out.
     *
     * @return the entries of all registries, in the order in which Nix looks at them: of two with the same name the first
     *     counts
     * @throws io.github.nixadhoc.error.NixException if a registry is malformed, which Nix itself takes for empty
     */
    @Override
    public List<RegistryEntry> execute() {
        return super.execute();
    }

    @Override
    List<RegistryEntry> perform(NixRuntime nix, Deadline deadline) {
        return new RegistryQuestion(nix.cli()).ask(deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("registry", "list");
    }

    @Override
    Object content() {
        return "";
    }
}
