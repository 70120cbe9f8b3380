package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.result.FlakeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the source, revision and inputs of a flake, as {@code nix flake metadata} does.
 *
 * <pre>{@code
 * FlakeInfo flake = Nix.flakeInfo("github:NixOS/nixpkgs").execute();
 * }</pre>
 *
 * <p>Nix fetches the flake. No lock file is written. The client's policy is asked before ({@link
 * io.github.nixadhoc.policy.CommandPolicy#admit}, with an installable of no attribute: {@code github:owner/repo#}).
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class FlakeInfoCommand extends NixOperation<FlakeInfo, FlakeInfoCommand> {

    private final FlakeOutput flake;
    private final @Nullable Path directory;

    FlakeInfoCommand(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
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
    public FlakeInfoCommand overrideInput(String input, String reference) {
        return new FlakeInfoCommand(engine(), timeLimit(), flake.overrideInput(input, reference), directory);
    }

    /**
     * Sets where a relative flake reference ({@code .} or {@code ./tools}) starts from; the directory of the JVM unless
     * set.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public FlakeInfoCommand directory(Path directory) {
        return new FlakeInfoCommand(engine(), timeLimit(), flake, directory.toAbsolutePath());
    }

    @Override
    @Nullable
    Path startDirectory() {
        return directory;
    }

    @Override
    FlakeInfoCommand copy(Engine engine, @Nullable Duration timeout) {
        return new FlakeInfoCommand(engine, timeout, flake, directory);
    }

    /**
     * {@inheritDoc}
     *
     * @return the flake that the reference refers to now
     * @throws io.github.nixadhoc.error.FlakeNotFoundException if there is no such flake
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies the evaluation
     */
    @Override
    public FlakeInfo execute() {
        return super.execute();
    }

    @Override
    FlakeInfo perform(NixRuntime nix, Deadline deadline) {
        nix.admit(flake, directory, this::toShellCommand, deadline);
        return new FlakeQuery(nix.cli()).info(flake, directory, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.infoArguments(flake);
    }

    @Override
    Object content() {
        return Arrays.asList(flake, directory);
    }
}
