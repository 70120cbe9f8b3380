package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.ValueQuery;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an attribute of a flake, of an expression or of a file to a value, as {@code nix eval --json} does.
 *
 * <pre>{@code
 * String version = Nix.eval("nixpkgs#lib.version").execute().text();
 * }</pre>
 *
 * <p>As in {@code nix eval}, arguments of an expression go to functions on the way to an attribute, and not to the value.
 *
 * <p>Nothing is built, unless the evaluation imports from a derivation. So the client's policy is asked before whether
 * Nix may evaluate the flake ({@link io.github.nixadhoc.policy.CommandPolicy#admit}). Values are not remembered: each
 * call evaluates. Allowances of the client, such as {@link NixClientBuilder#allowUnfree}, have no effect.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class EvalCommand extends EvaluatingOperation<NixValue, EvalCommand> {

    private final Installable installable;
    private final @Nullable String function;

    EvalCommand(
            Engine engine,
            @Nullable Duration timeout,
            Installable installable,
            @Nullable String function,
            @Nullable Path directory) {
        super(engine, timeout, directory);
        this.installable = installable;
        this.function = function;
    }

    static EvalCommand of(Engine engine, Installable installable) {
        boolean isAttribute = installable instanceof Installable.Attribute attribute
                        && attribute.outputs().isEmpty()
                || installable instanceof Installable.FlakeOutput output
                        && output.outputs().isEmpty()
                || installable instanceof Installable.Code code
                        && code.outputs().isEmpty();
        if (!isAttribute) {
            throw new IllegalArgumentException(
                    "cannot be evaluated: \"" + installable
                            + "\"; name an attribute of a flake or of an expression, without outputs, as in nixpkgs#lib.version");
        }
        return new EvalCommand(engine, null, installable, null, null);
    }

    /**
     * Applies a function to the value, for instance to choose a part of it that can be written as JSON.
     *
     * @param function the function in the Nix language, as in {@code attributes: builtins.attrNames attributes}
     * @return the changed copy
     */
    public EvalCommand apply(String function) {
        Objects.requireNonNull(function, "function");
        return new EvalCommand(engine(), timeLimit(), installable, function, startDirectory());
    }

    @Override
    EvalCommand copy(Engine engine, @Nullable Duration timeout, @Nullable Path directory) {
        return new EvalCommand(engine, timeout, installable, function, directory);
    }

    /**
     * {@inheritDoc}
     *
     * @return the value; of a derivation, its store path
     * @throws io.github.nixadhoc.error.PackageNotFoundException if there is no such attribute
     * @throws io.github.nixadhoc.error.FlakeNotFoundException if there is no such flake
     * @throws io.github.nixadhoc.error.EvaluationException if the evaluation fails, or the value contains a function,
     *     which JSON cannot express: choose a part of it with {@link #apply}
     * @throws io.github.nixadhoc.error.CommandDeniedException if the policy denies the evaluation
     */
    @Override
    public NixValue execute() {
        return super.execute();
    }

    @Override
    NixValue perform(NixRuntime nix, Deadline deadline) {
        nix.policyGate().admit(List.of(installable), startDirectory(), nix.nixpkgs(), this::toShellCommand, deadline);
        Installable qualified = nix.nixpkgs().qualify(List.of(installable)).get(0);
        return new ValueQuery(nix.cli()).evaluate(qualified, function, startDirectory(), deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        Installable qualified = renderer.nixpkgs().qualify(List.of(installable)).get(0);
        return ValueQuery.arguments(qualified, function);
    }

    @Override
    Object content() {
        return Arrays.asList(installable, function);
    }
}
