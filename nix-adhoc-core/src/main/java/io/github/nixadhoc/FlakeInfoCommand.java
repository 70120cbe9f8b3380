package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.FlakeInfo;
import java.nio.file.Path;
import java.time.Duration;
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

    private final FlakeLocation flake;

    FlakeInfoCommand(Engine engine, @Nullable Duration timeout, FlakeLocation flake) {
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
    public FlakeInfoCommand directory(Path directory) {
        return new FlakeInfoCommand(
                engine(), timeLimit(), new FlakeLocation(flake.reference(), directory.toAbsolutePath()));
    }

    @Override
    @Nullable
    Path startDirectory() {
        return flake.directory();
    }

    @Override
    FlakeInfoCommand copy(Engine engine, @Nullable Duration timeout) {
        return new FlakeInfoCommand(engine, timeout, flake);
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
        nix.admit(flake, this::toShellCommand, deadline);
        return new FlakeQuery(nix.cli()).info(flake, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.infoArguments(flake.reference());
    }

    @Override
    Object content() {
        return flake;
    }
}
