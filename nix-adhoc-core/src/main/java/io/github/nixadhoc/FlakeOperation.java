package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeQuery;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A query of a whole flake.
 *
 * <p>Nix fetches the flake. The client's policy is asked before ({@link io.github.nixadhoc.policy.CommandPolicy#admit}, with
 * an installable of no attribute: {@code github:owner/repo#}). Immutable and thread-safe; equality is by content.
 *
 * @param <R> the type of the result
 * @param <C> the type of the changed copies: the command itself
 * @since 0.1
 */
public abstract class FlakeOperation<R, C> extends EvaluatingOperation<R, C> {

    private final FlakeOutput flake;

    FlakeOperation(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory) {
        super(engine, timeout, directory);
        this.flake = flake;
    }

    /** Returns a copy for a client or a session, with a time limit or without one, of a flake. */
    abstract C copy(Engine engine, @Nullable Duration timeout, FlakeOutput flake, @Nullable Path directory);

    /** Asks Nix, after the policy has admitted the flake. */
    abstract R ask(FlakeQuery query, Deadline deadline);

    final FlakeOutput flake() {
        return flake;
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
    public C overrideInput(String input, String reference) {
        return copy(engine(), timeLimit(), flake.overrideInput(input, reference), startDirectory());
    }

    @Override
    final C copy(Engine engine, @Nullable Duration timeout, @Nullable Path directory) {
        return copy(engine, timeout, flake, directory);
    }

    @Override
    R perform(NixRuntime nix, Deadline deadline) {
        nix.admit(flake, startDirectory(), this::toShellCommand, deadline);
        return ask(new FlakeQuery(nix.cli()), deadline);
    }

    @Override
    Object content() {
        return flake;
    }
}
