package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.internal.text.Names;
import io.github.nixadhoc.internal.text.Similarity;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Advice about names that a flake does not have: similar ones, and those that it has. Each can be run. */
final class NameAdvice {

    private static final int MOST = 3;

    /** The number of similar names that are looked at, since some may be sets or broken. */
    private static final int LOOKED_AT = 12;

    /** The number of names up to which a flake is small enough to list them. */
    private static final int FEW = 30;

    private final Evaluation evaluation;
    private final String nixpkgs;
    private final Function<String, List<String>> programs;
    private final @Nullable Path directory;
    private final Deadline deadline;

    /** The application of a function to the outputs of a flake. */
    @FunctionalInterface
    interface Evaluation {

        /** Returns the items of the list that the function returns, as many as expected. */
        List<JsonValue> apply(
                FlakeOutput flake,
                UnaryOperator<String> function,
                int expected,
                @Nullable Path directory,
                Deadline deadline);
    }

    /**
     * Creates the advice for one command.
     *
     * @param evaluation the application of a function to a flake
     * @param nixpkgs the flake that is called nixpkgs
     * @param programs the packages of nixpkgs that say that their main program has this name, as far as they are known
     * @param directory the base directory of relative flake references; null for the JVM's directory
     * @param deadline when to give up
     */
    NameAdvice(
            Evaluation evaluation,
            String nixpkgs,
            Function<String, List<String>> programs,
            @Nullable Path directory,
            Deadline deadline) {
        this.evaluation = evaluation;
        this.nixpkgs = nixpkgs;
        this.programs = programs;
        this.directory = directory;
        this.deadline = deadline;
    }

    /** Returns how to look for a package in the flake of an installable. */
    String search(FlakeOutput installable) {
        String reference = installable.reference();
        boolean isNixpkgs = reference.equals("nixpkgs")
                || reference.startsWith("nixpkgs/")
                || reference.toLowerCase(Locale.ROOT).contains("nixos/nixpkgs");
        return "look for the name of a package with nix search " + reference + " WORD"
                + (isNixpkgs ? ", or on https://search.nixos.org" : "");
    }

    /** Returns the fragments among some that can be run; none if that cannot be found out. */
    List<String> usable(FlakeOutput installable, List<List<String>> paths, int most) {
        if (paths.isEmpty()) {
            return List.of();
        }
        try {
            List<JsonValue> answers = evaluation.apply(
                    installable, system -> ResolveExpression.usable(system, paths), paths.size(), directory, deadline);
            List<String> usable = new ArrayList<>();
            for (int i = 0; i < paths.size() && usable.size() < most; i++) {
                if (answers.get(i).bool()) {
                    usable.add(AttributePath.fragment(paths.get(i)));
                }
            }
            return usable;
        } catch (EvaluationException | PackageNotFoundException | PackageRefusedException | BuildFailedException e) {
            // one of them fails in a way that no expression can catch
            return List.of();
        }
    }

    /**
     * Returns the exception for an attribute that a flake does not have.
     *
     * @param installable the attribute
     * @param answer the answer of {@code resolve.nix}, which has the names where the path ends
     * @param failure the failure as Nix reports it
     */
    PackageNotFoundException notFound(FlakeOutput installable, JsonValue answer, NixException failure) {
        List<String> fragment = AttributePath.parse(installable.fragment()).names();
        List<JsonValue> ways = answer.get("ways").items();
        List<String> similar = similar(installable, fragment, ways);
        String hint = similar.isEmpty()
                ? content(installable, fragment, ways)
                : "did you mean " + String.join(" or ", similar) + "?";
        return new PackageNotFoundException(
                Failure.of(
                        failure.shortMessage(),
                        failure.command(),
                        failure.phase().orElse(null),
                        failure.log(),
                        Secrets.masked(hint)),
                similar);
    }

    private List<String> similar(FlakeOutput installable, List<String> fragment, List<JsonValue> ways) {
        if (fragment.isEmpty()) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        if (fragment.size() == 1 && installable.reference().equals(nixpkgs)) {
            found.addAll(programs.apply(fragment.get(0)));
        }
        int depth = ways.stream().mapToInt(way -> depth(way, fragment)).max().orElse(-1);
        if (depth >= 0) {
            Set<String> names = new LinkedHashSet<>();
            for (JsonValue way : ways) {
                if (depth(way, fragment) == depth) {
                    names.addAll(way.get("names").texts());
                }
            }
            List<List<String>> paths = Similarity.near(fragment.get(depth), List.copyOf(names), LOOKED_AT).stream()
                    .map(name -> replaced(fragment, depth, name))
                    .toList();
            found.addAll(usable(installable, paths, MOST));
        }
        return found.stream().limit(MOST).toList();
    }

    /** Returns how many names of the fragment exist along a way; -1 if the way is none to packages. */
    private static int depth(JsonValue way, List<String> fragment) {
        int outside = way.get("path").items().size() - fragment.size();
        int depth = (int) way.get("depth").count() - outside;
        // names in the root of a flake are those of kinds of outputs
        return outside == 0 && depth == 0 ? -1 : depth;
    }

    private static List<String> replaced(List<String> fragment, int index, String name) {
        List<String> path = new ArrayList<>(fragment);
        path.set(index, name);
        return path;
    }

    /** Returns what a small flake has, and how to search a large one. */
    private String content(FlakeOutput installable, List<String> fragment, List<JsonValue> ways) {
        List<String> parts = new ArrayList<>();
        int all = 0;
        for (JsonValue way : ways) {
            List<String> path = way.get("path").texts();
            boolean isComplete = way.get("depth").count() == 2 && path.size() == Math.max(1, fragment.size()) + 2;
            List<String> names = isComplete ? way.get("names").texts() : List.of();
            all += names.size();
            if (!names.isEmpty()) {
                parts.add((path.get(0).equals("apps") ? "apps: " : "packages: ") + Names.listed(names));
            }
        }
        return parts.isEmpty() || all > FEW
                ? search(installable)
                : installable.reference() + " has " + String.join("; ", parts);
    }
}
