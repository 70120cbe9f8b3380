package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.model.Installable.FlakeOutput;
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

    FlakeInfoCommand(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
        super(engine, timeout, flake, directory);
    }

    @Override
    FlakeInfoCommand copy(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
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
    FlakeInfo ask(FlakeQuery query, Deadline deadline) {
        return query.info(flake(), startDirectory(), deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return FlakeQuery.infoArguments(flake());
    }
}
