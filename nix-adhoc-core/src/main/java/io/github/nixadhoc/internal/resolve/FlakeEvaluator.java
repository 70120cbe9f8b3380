package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixOutput;
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

    private final NixAnswers nix;
    private final StoreView view;

    FlakeEvaluator(NixAnswers nix, StoreView view) {
        this.nix = nix;
        this.view = view;
    }

    /**
     * Evaluates what is wanted of one flake: where that is possible as an installable of the command line, which
     * finds a flake as a user expects, else by an expression over what the command line has found. The outputs of a flake
     * do not tell where its files are, which have to be evaluated again where packages are allowed.
     */
    Answers evaluate(List<Wanted> wanted, Allowances allowances, @Nullable Path directory, Deadline deadline) {
        String reference = wanted.get(0).installable().reference();
        NixInstallation installation = nix.installation(deadline);
        String function = ResolveExpression.function(installation.system(), wanted);
        if (installation.dialect().selectsWholeFlake() && allowances.isEmpty()) {
            List<String> arguments = List.of("eval", "--json", reference + "#.", "--apply", function);
            return new Answers(values(arguments, wanted.size(), directory, deadline), null);
        }
        NixCall call = metadata(reference, directory);
        NixOutput metadata = nix.run(call, deadline);
        LockedFlake flake = nix.read(call, metadata, FlakeMetadata::read);
        String expression = allowances.isEmpty()
                ? ResolveExpression.applied(function, metadata.stdout())
                : ResolveExpression.applied(function, metadata.stdout(), installation.system(), allowances);
        List<String> arguments = List.of("eval", "--json", "--expr", expression);
        try (StorePins source = new StorePins(view)) {
            // It has been put into the store by one process, and is evaluated by another; nobody needs it in between.
            boolean unused = source.tryToHold(flake.source(), deadline);
            return new Answers(values(arguments, wanted.size(), directory, deadline), flake);
        }
    }

    /** Asks what a flake reference stands for now. */
    LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        return nix.ask(metadata(reference, directory), deadline, FlakeMetadata::read);
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
