package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.BuildLogQuery;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of a build, as {@code nix log} does.
 *
 * <pre>{@code
 * String log = Nix.buildLog("hello").execute().orElse("not built on this machine");
 * }</pre>
 *
 * <p>A package is evaluated and not built. So the client's policy is asked before whether Nix may evaluate it ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}). Nix looks in the store and then in the binary caches. The whole log
 * is held in memory.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class BuildLogCommand extends EvaluatingOperation<Optional<String>, BuildLogCommand> {

    private final Installable installable;

    BuildLogCommand(Engine engine, @Nullable Duration timeout, Installable installable, @Nullable Path directory) {
        super(engine, timeout, directory);
        this.installable = installable;
    }

    @Override
    BuildLogCommand copy(Engine engine, @Nullable Duration timeout, @Nullable Path directory) {
        return new BuildLogCommand(engine, timeout, installable, directory);
    }

    /**
     * {@inheritDoc}
     *
     * @return all that the builder printed, of the last build that was tried; empty if there is no log, as for a path that
     *     was downloaded
     * @throws io.github.nixadhoc.error.PackageNotFoundException if there is no such package
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies the evaluation
     */
    @Override
    public Optional<String> execute() {
        return super.execute();
    }

    @Override
    Optional<String> perform(NixRuntime nix, Deadline deadline) {
        return new BuildLogQuery(installable, startDirectory(), this::toShellCommand).perform(nix, deadline);
    }

    @Override
    List<String> nixWords(CommandLineRenderer renderer) {
        return renderer.nixWordsFor(List.of(installable));
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("log"));
        arguments.addAll(renderer.installables(List.of(installable)).words());
        return arguments;
    }

    @Override
    Object content() {
        return installable;
    }
}
