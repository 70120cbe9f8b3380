package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.internal.text.Names;
import io.github.nixadhoc.internal.text.Similarity;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions and files of the Nix language. */
final class CodeEvaluator {

    private static final int SIMILAR = 3;

    private final NixJson nix;

    CodeEvaluator(NixJson nix) {
        this.nix = nix;
    }

    /**
     * Evaluates code, once for several purposes.
     *
     * @param directory the directory from which relative paths start; null for that of the JVM
     * @return an answer for each purpose, in the form of {@code resolve.nix}
     * @throws PackageNotFoundException if the code has no such attribute
     */
    List<JsonValue> evaluate(Code code, List<Purpose> purposes, @Nullable Path directory, Deadline deadline) {
        List<String> arguments = List.of(
                "eval", "--impure", "--json", "--show-trace", "--expr", ResolveExpression.ofCode(code, purposes));
        NixCall call = new NixCall("nix", arguments, Phase.RESOLVE, directory);
        List<JsonValue> answers = ask(call, purposes.size(), deadline);
        if (answers.get(0).get("kind").text().equals("missing")) {
            throw notFound(code, answers.get(0));
        }
        return answers;
    }

    private List<JsonValue> ask(NixCall call, int expected, Deadline deadline) {
        try {
            return nix.ask(call, deadline, answer -> {
                if (answer.items().size() != expected) {
                    throw JsonValue.unexpected("asked for " + expected + " purposes, it told of "
                            + answer.items().size());
                }
                return List.copyOf(answer.items());
            });
        } catch (FlakeNotFoundException e) {
            // Nix has the same message for a file that is missing, and the command names no flake
            String what = "a file or a flake that it names is missing";
            throw new EvaluationException(Failure.of(
                    e.log().isEmpty() ? what : what + ": " + e.log().get(0).replaceFirst("^error: ", ""),
                    e.command(),
                    Phase.RESOLVE,
                    e.log(),
                    "check the paths in the code; relative ones start from the directory of the command"));
        }
    }

    private static PackageNotFoundException notFound(Code code, JsonValue answer) {
        List<String> path = AttributePath.parse(code.attribute()).names();
        int depth = (int) answer.get("depth").count();
        List<String> names = answer.get("names").texts();
        List<String> similar = new ArrayList<>();
        for (String name : Similarity.near(path.get(depth), names, SIMILAR)) {
            List<String> changed = new ArrayList<>(path);
            changed.set(depth, name);
            similar.add(AttributePath.fragment(changed));
        }
        String hint;
        if (!similar.isEmpty()) {
            hint = "did you mean " + String.join(" or ", similar) + "?";
        } else {
            hint = names.isEmpty() ? "there are no attributes in its place" : "it has " + Names.listed(names);
        }
        String what = code + " has no attribute " + AttributePath.fragment(path.subList(0, depth + 1));
        return new PackageNotFoundException(
                Failure.of(Secrets.masked(what), "", Phase.RESOLVE, List.of(), Secrets.masked(hint)), similar);
    }
}
