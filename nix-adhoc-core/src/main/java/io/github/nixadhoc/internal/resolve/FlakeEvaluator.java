package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a flake, once for all that is wanted of it. */
final class FlakeEvaluator {

    /**
     * What Nix answered.
     *
     * @param values one for each installable
     * @param flake what the reference stood for; null when Nix was not asked
     */
    record Answers(List<JsonValue> values, @Nullable LockedFlake flake) {}

    private final NixAnswers nix;

    FlakeEvaluator(NixAnswers nix) {
        this.nix = nix;
    }

    /** Evaluates installables that are all of one flake. */
    Answers evaluate(List<FlakeOutput> installables, Purpose purpose, @Nullable Path directory, Deadline deadline) {
        String reference = installables.get(0).reference();
        NixInstallation installation = nix.installation(deadline);
        String function = ResolveExpression.function(installation.system(), purpose, installables);
        // The whole flake is an installable only where a fragment may start at its root.
        if (installation.dialect().selectsWholeFlake()) {
            List<String> arguments = List.of("eval", "--json", reference + "#.", "--apply", function);
            return new Answers(values(arguments, installables.size(), directory, deadline), null);
        }
        LockedFlake flake = lock(reference, directory, deadline);
        String expression = ResolveExpression.applied(pureReference(flake), function);
        return new Answers(
                evaluateLocked(flake, function, expression, installables.size(), directory, deadline), flake);
    }

    /** Asks what a flake reference stands for now. */
    LockedFlake lock(String reference, @Nullable Path directory, Deadline deadline) {
        NixCall call = call(List.of("flake", "metadata", "--json", reference), directory);
        return nix.ask(call, deadline, FlakeMetadata::read);
    }

    private List<JsonValue> evaluateLocked(
            LockedFlake flake,
            String function,
            String expression,
            int expected,
            @Nullable Path directory,
            Deadline deadline) {
        try {
            return values(List.of("eval", "--json", "--expr", expression), expected, directory, deadline);
        } catch (EvaluationException e) {
            if (!isRefusedAsImpure(e)) {
                throw e;
            }
            String impure = ResolveExpression.applied(flake.url(), function);
            return values(List.of("eval", "--json", "--impure", "--expr", impure), expected, directory, deadline);
        }
    }

    /**
     * Returns a reference that a pure evaluation accepts. Without a revision a source is known by its hash alone, which
     * only path: can say; there the source need not be fetched or hashed again either. That form has no room for a folder.
     */
    private static String pureReference(LockedFlake flake) {
        String hash = flake.narHash();
        if (flake.revision() != null || hash == null || !flake.directory().isEmpty()) {
            return flake.url();
        }
        String modified = flake.lastModified() == null
                ? ""
                : "lastModified=" + flake.lastModified().getEpochSecond() + "&";
        return "path:" + flake.source() + "?" + modified + "narHash=" + URLEncoder.encode(hash, StandardCharsets.UTF_8);
    }

    /** A flake with inputs but no lock file, or with changes in a folder of a repository: Nix 2.8 cannot name it purely. */
    private static boolean isRefusedAsImpure(EvaluationException failure) {
        String message = failure.getMessage();
        return message.contains("in pure mode") || message.contains("unlocked flake reference");
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
