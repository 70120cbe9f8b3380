package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
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
public final class FlakeInfoCommand extends FlakeOperation<FlakeInfo, FlakeInfoCommand> {

    FlakeInfoCommand(Engine engine, @Nullable Duration timeout, String reference, @Nullable Path directory) {
        super(engine, timeout, reference, directory);
    }

    @Override
    FlakeInfoCommand withDirectory(Path changed) {
        return new FlakeInfoCommand(engine(), timeLimit(), reference(), changed);
    }

    @Override
    FlakeInfoCommand copy(Engine engine, @Nullable Duration timeout) {
        return new FlakeInfoCommand(engine, timeout, reference(), startDirectory());
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
    FlakeInfo ask(FlakeQuery query, FlakeLocation flake, Deadline deadline) {
        return query.info(flake, deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.infoArguments(reference());
    }
}
