package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.result.FlakeOutputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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

    private final FlakeOutput flake;
    private final @Nullable Path directory;

    FlakeOutputsCommand(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
        super(engine, timeout);
        this.flake = flake;
        this.directory = directory;
    }

    /**
     * Puts another flake in the place of an input, as {@code --override-input} does. An earlier override of that input is
     * replaced. A client with a policy has to allow its reference, too.
     *
     * @param input the name of the input, or a path of names, as in {@code tools/nixpkgs}
     * @param reference the flake reference in its place
     * @return the changed copy
     * @throws IllegalArgumentException if a parameter is malformed
     */
    public FlakeOutputsCommand overrideInput(String input, String reference) {
        return new FlakeOutputsCommand(engine(), timeLimit(), flake.overrideInput(input, reference), directory);
    }

    /**
     * Sets where a relative flake reference ({@code .} or {@code ./tools}) starts from; the directory of the JVM unless
     * set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public FlakeOutputsCommand directory(Path directory) {
        return new FlakeOutputsCommand(engine(), timeLimit(), flake, directory.toAbsolutePath());
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    @Override
    FlakeOutputsCommand copy(Engine engine, @Nullable Duration timeout) {
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
    FlakeOutputs perform(NixRuntime nix, Deadline deadline) {
        nix.admit(flake, directory, this::toShellCommand, deadline);
        return new FlakeQuery(nix.cli()).outputs(flake, directory, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.outputsArguments(flake);
    }

    @Override
    Object content() {
        return Arrays.asList(flake, directory);
    }
}
