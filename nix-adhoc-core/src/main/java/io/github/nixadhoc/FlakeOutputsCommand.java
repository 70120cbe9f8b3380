package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.model.Installable.FlakeOutput;
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
public final class FlakeOutputsCommand extends FlakeOperation<FlakeOutputs, FlakeOutputsCommand> {

    FlakeOutputsCommand(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
        super(engine, timeout, flake, directory);
    }

    @Override
    FlakeOutputsCommand copy(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
        return new FlakeOutputsCommand(engine, timeout, flake, directory);
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
    FlakeOutputs ask(FlakeQuery query, Deadline deadline) {
        return query.outputs(flake(), startDirectory(), deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.outputsArguments(flake());
    }
}
