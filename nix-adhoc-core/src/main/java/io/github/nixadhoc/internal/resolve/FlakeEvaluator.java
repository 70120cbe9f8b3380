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
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a flake, once for all that is wanted of it. */
final class FlakeEvaluator {

    /**
     * What Nix answered.
     *
     * @param values one for each that was wanted
     * @param flake what the reference stood for; null when Nix was not asked
     */
    record Answers(List<JsonValue> values, @Nullable LockedFlake flake) {}

    private final NixJson nix;
    private final StoreView view;
    private final boolean locking;

    /**
     * Creates an evaluator.
     *
     * @param nix the Nix to ask
     * @param view where the files of its store are
     * @param locking whether to find out what each reference stands for, at the cost of one more call
     */
    FlakeEvaluator(NixJson nix, StoreView view, boolean locking) {
        this.nix = nix;
        this.view = view;
        this.locking = locking;
    }

    /**
     * Evaluates what is wanted of one flake: where that is possible as an installable of the command line, which
     * finds a flake as a user expects, else by an expression over what the command line has found. The outputs of a flake
     * do not tell where its files are, which have to be evaluated again where packages are allowed.
     */
    Answers evaluate(
            List<EvaluationTarget> wanted, Allowances allowances, @Nullable Path directory, Deadline deadline) {
        String reference = wanted.get(0).installable().reference();
        NixInstallation installation = nix.installation(deadline);
        String function = ResolveExpression.function(installation.system(), wanted);
        if (installation.dialect().selectsWholeFlake() && allowances.isEmpty()) {
            Applied applied = new Applied(function, wanted.size(), directory, deadline);
            return locking ? locked(reference, applied) : new Answers(values(applied.to(reference), applied), null);
        }
        NixCall call = metadata(reference, directory);
        NixOutput metadata = nix.run(call, deadline);
        Told told = nix.read(call, metadata, this::told);
        String expression = allowances.isEmpty()
                ? ResolveExpression.applied(function, metadata.stdout())
                : ResolveExpression.applied(function, metadata.stdout(), installation.system(), allowances);
        List<String> arguments = List.of("eval", "--json", "--expr", expression);
        try (StorePins source = new StorePins(view)) {
            // It has been put into the store by one process, and is evaluated by another; nobody needs it in between.
            boolean unused = source.tryToHold(told.flake().source(), deadline);
            return new Answers(values(arguments, wanted.size(), directory, deadline), told.exactly());
        }
    }

    /** Evaluates a flake and tells what has been evaluated, though it may change between two calls. */
    private Answers locked(String reference, Applied applied) {
        Told told = lock(reference, applied);
        LockedFlake flake = told.flake();
        if (flake.isFixed() && !flake.url().startsWith("git+file:")) {
            try {
                return new Answers(values(applied.to(flake.url()), applied), told.exactly());
            } catch (HashMismatchException e) {
                return new Answers(values(applied.to(reference), applied), flake.unknown());
            }
        }
        // What is checked out can be evaluated where its revision cannot, as in a shallow clone.
        List<JsonValue> values = values(applied.to(reference), applied);
        boolean same = !flake.isFixed() || lock(reference, applied).equals(told);
        return new Answers(values, same ? told.exactly() : flake.unknown());
    }

    private List<JsonValue> values(List<String> arguments, Applied applied) {
        return values(arguments, applied.wanted(), applied.directory(), applied.deadline());
    }

    private Told lock(String reference, Applied applied) {
        return nix.ask(metadata(reference, applied.directory()), applied.deadline(), this::told);
    }

    /** Asks what a flake reference stands for now. */
    LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        return nix.ask(metadata(reference, directory), deadline, FlakeMetadata::read);
    }

    private Told told(JsonValue metadata) {
        LockedFlake flake = FlakeMetadata.read(metadata);
        String inside = flake.directory().isEmpty() ? "" : "/" + flake.directory();
        Path lock = view.file(flake.source(), flake.source().value() + inside + "/flake.lock");
        return new Told(flake, InputLocks.areWritten(metadata.get("locks"), lock));
    }

    /** A function that is to be applied to a whole flake. */
    private record Applied(
            String function, int wanted, @Nullable Path directory, Deadline deadline) {

        List<String> to(String reference) {
            return List.of("eval", "--json", reference + "#.", "--apply", function);
        }
    }

    /** What Nix tells of a flake, and whether that holds for its inputs too at another time. */
    private record Told(LockedFlake flake, boolean inputsLocked) {

        /** Returns it with a reference only if that will stand for the same at any time. */
        LockedFlake exactly() {
            return flake.isFixed() && inputsLocked ? flake : flake.withoutUrl();
        }
    }

    private static NixCall metadata(String reference, @Nullable Path directory) {
        return call(List.of("flake", "metadata", "--json", reference), directory);
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
