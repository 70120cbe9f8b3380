package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Evaluates outputs of a flake, several in one evaluation. */
final class FlakeEvaluator {

    /**
     * The result of an evaluation.
     *
     * @param values one value for each target
     * @param flake the flake that the reference resolved to; null if that was not queried
     */
    record Answers(List<JsonValue> values, @Nullable LockedFlake flake) {}

    private final NixJson nix;
    private final StoreView view;
    private final boolean locking;

    /**
     * Creates an evaluator.
     *
     * @param nix the Nix that evaluates
     * @param view the locations of its store's files
     * @param locking whether to query the locked flake of each reference, which takes another call
     */
    FlakeEvaluator(NixJson nix, StoreView view, boolean locking) {
        this.nix = nix;
        this.view = view;
        this.locking = locking;
    }

    /**
     * Evaluates targets of one flake. If possible, the flake is an installable on the command line, which finds it as a
     * user expects. Otherwise an expression uses the metadata that the command line prints. The expression is needed
     * where packages are allowed, because it evaluates the files of the flake again, and the outputs of a flake do not
     * contain their location.
     */
    Answers evaluate(
            List<EvaluationTarget> targets, Allowances allowances, @Nullable Path directory, Deadline deadline) {
        FlakeOutput flake = targets.get(0).installable();
        NixInstallation installation = nix.installation(deadline);
        String function = ResolveExpression.function(installation.system(), targets);
        if (installation.dialect().selectsWholeFlake() && allowances.isEmpty()) {
            FlakeFunction application =
                    new FlakeFunction(function, targets.size(), flake.overrides(), directory, deadline);
            return locking
                    ? evaluateLocked(flake, application)
                    : new Answers(values(application.argumentsFor(flake.reference()), application), null);
        }
        NixCall call = metadata(flake, directory);
        NixOutput metadata = nix.run(call, deadline);
        FlakeState state = nix.read(call, metadata, this::state);
        String expression = allowances.isEmpty()
                ? ResolveExpression.applied(function, metadata.stdout())
                : ResolveExpression.applied(function, metadata.stdout(), installation.system(), allowances);
        List<String> arguments = List.of("eval", "--json", "--show-trace", "--expr", expression);
        try (StorePins source = new StorePins(view)) {
            // One process adds the source to the store and another evaluates it; nothing else keeps it in between.
            boolean unused = source.tryToHold(state.flake().source(), deadline);
            return new Answers(values(arguments, targets.size(), directory, deadline), state.reproducible(flake));
        }
    }

    /**
     * Applies a function to the outputs of a flake.
     *
     * @param flake an output of the flake
     * @param function the function that returns a list, for the system of the Nix in use
     * @param expected the length of that list
     * @param directory the base directory of a relative reference; null for the JVM's directory
     * @param deadline when to give up
     */
    List<JsonValue> apply(
            FlakeOutput flake,
            UnaryOperator<String> function,
            int expected,
            @Nullable Path directory,
            Deadline deadline) {
        NixInstallation installation = nix.installation(deadline);
        String applied = function.apply(installation.system());
        if (installation.dialect().selectsWholeFlake()) {
            FlakeFunction application = new FlakeFunction(applied, expected, flake.overrides(), directory, deadline);
            return values(application.argumentsFor(flake.reference()), application);
        }
        NixOutput metadata = nix.run(metadata(flake, directory), deadline);
        String expression = ResolveExpression.applied(applied, metadata.stdout());
        return values(List.of("eval", "--json", "--expr", expression), expected, directory, deadline);
    }

    /**
     * Evaluates a flake and determines which version was evaluated, although the flake may change between two calls.
     */
    private Answers evaluateLocked(FlakeOutput output, FlakeFunction function) {
        String reference = output.reference();
        FlakeState state = lock(output, function);
        LockedFlake flake = state.flake();
        if (flake.isFixed() && !flake.url().startsWith("git+file:")) {
            try {
                return new Answers(values(function.argumentsFor(flake.url()), function), state.reproducible(output));
            } catch (HashMismatchException e) {
                return new Answers(values(function.argumentsFor(reference), function), flake.unidentified());
            }
        }
        // A checkout can be evaluated even if its revision cannot, as in a shallow clone.
        List<JsonValue> values = values(function.argumentsFor(reference), function);
        boolean same = !flake.isFixed() || lock(output, function).equals(state);
        return new Answers(values, same ? state.reproducible(output) : flake.unidentified());
    }

    private List<JsonValue> values(List<String> arguments, FlakeFunction function) {
        return values(arguments, function.targets(), function.directory(), function.deadline());
    }

    private FlakeState lock(FlakeOutput output, FlakeFunction function) {
        return nix.ask(metadata(output, function.directory()), function.deadline(), this::state);
    }

    /** Queries what a flake reference refers to now. */
    LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        return nix.ask(metadata(new FlakeOutput(reference, "", List.of()), directory), deadline, FlakeMetadata::read);
    }

    private FlakeState state(JsonValue metadata) {
        LockedFlake flake = FlakeMetadata.read(metadata);
        String inside = flake.directory().isEmpty() ? "" : "/" + flake.directory();
        Path lock = view.file(flake.source(), flake.source().value() + inside + "/flake.lock");
        return new FlakeState(flake, InputLocks.matchLockFile(metadata.get("locks"), lock));
    }

    /** A function to be applied to the outputs of a flake. */
    private record FlakeFunction(
            String function,
            int targets,
            Map<String, String> overrides,
            @Nullable Path directory,
            Deadline deadline) {

        List<String> argumentsFor(String reference) {
            List<String> arguments =
                    new ArrayList<>(List.of("eval", "--json", "--show-trace", reference + "#.", "--apply", function));
            arguments.addAll(InstallableWords.overrides(overrides));
            return arguments;
        }
    }

    /** A locked flake, and whether its lock file locks all of its inputs. */
    private record FlakeState(LockedFlake flake, boolean inputsLocked) {

        /** Returns the flake; without its URL unless the URL refers to the same flake and inputs at any time. */
        LockedFlake reproducible(FlakeOutput output) {
            return flake.isFixed() && inputsLocked && output.overrides().isEmpty() ? flake : flake.withoutUrl();
        }
    }

    private static NixCall metadata(FlakeOutput flake, @Nullable Path directory) {
        List<String> arguments = new ArrayList<>(List.of("flake", "metadata", "--json", flake.reference()));
        arguments.addAll(InstallableWords.overrides(flake.overrides()));
        return call(arguments, directory);
    }

    private List<JsonValue> values(List<String> arguments, int expected, @Nullable Path directory, Deadline deadline) {
        return nix.ask(call(arguments, directory), deadline, answer -> {
            List<JsonValue> values = new ArrayList<>(answer.items());
            if (values.size() != expected) {
                throw JsonValue.unexpected("asked for " + expected + " installables, it told of " + values.size());
            }
            return values;
        });
    }

    private static NixCall call(List<String> arguments, @Nullable Path directory) {
        return new NixCall("nix", arguments, Phase.RESOLVE, directory);
    }
}
