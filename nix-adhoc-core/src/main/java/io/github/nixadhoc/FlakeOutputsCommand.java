package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.FlakeOutputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the outputs of a flake, as {@code nix flake show} does.
 *
 * <pre>{@code
 * FlakeOutputs outputs = Nix.flakeOutputs("github:nix-community/comma").execute();
 * }</pre>
 *
 * <p>Nix fetches the flake and evaluates the outputs for this system; those for other systems and {@code
 * legacyPackages} are named only. The client's policy is asked before ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}, with an installable of no attribute: {@code github:owner/repo#}).
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class FlakeOutputsCommand extends NixOperation<FlakeOutputs, FlakeOutputsCommand> {

    private final FlakeLocation flake;

    FlakeOutputsCommand(Engine engine, @Nullable Duration timeout, FlakeLocation flake) {
        super(engine, timeout);
        this.flake = flake;
    }

    /**
     * Sets where a relative flake reference ({@code .} or {@code ./tools}) starts from; the directory of the JVM unless
     * set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public FlakeOutputsCommand directory(Path directory) {
        return new FlakeOutputsCommand(
                engine(), timeLimit(), new FlakeLocation(flake.reference(), directory.toAbsolutePath()));
    }

    @Override
    @Nullable
    Path startDirectory() {
        return flake.directory();
    }

    @Override
    FlakeOutputsCommand copy(Engine engine, @Nullable Duration timeout) {
        return new FlakeOutputsCommand(engine, timeout, flake);
    }

    /**
     * {@inheritDoc}
     *
     * @return the packages, apps, checks, dev shells, templates and other outputs
     * @throws io.github.nixadhoc.error.FlakeNotFoundException if there is no such flake
     * @throws io.github.nixadhoc.error.EvaluationException if the evaluation of an output fails
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies the evaluation
     */
    @Override
    public FlakeOutputs execute() {
        return super.execute();
    }

    @Override
    FlakeOutputs perform(NixRuntime nix, Deadline deadline) {
        nix.admit(flake, this::toShellCommand, deadline);
        return new FlakeQuery(nix.cli()).outputs(flake, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.outputsArguments(flake.reference());
    }

    @Override
    Object content() {
        return flake;
    }
}
