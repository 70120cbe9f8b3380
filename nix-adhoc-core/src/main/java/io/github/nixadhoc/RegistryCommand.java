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
 * Lists the flake registries, as {@code nix registry list} does.
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
    RegistryCommand copy(Engine engine, @Nullable Duration timeout) {
        return new RegistryCommand(engine, timeout);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Nix downloads the global registry if its copy is old. Without a network, the global registry is left out.
     *
     * @return the entries of all registries, in the order in which Nix searches them: of two with the same name the
     *     first one counts
     * @throws io.github.nixadhoc.error.NixException if a registry is malformed; Nix itself treats it as empty
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
}
