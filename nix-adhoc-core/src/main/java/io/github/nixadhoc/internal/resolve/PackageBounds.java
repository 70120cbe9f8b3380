package io.github.nixadhoc.internal.resolve;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The part of a flake's packages that an evaluation reads. A path is the name of the kind,
 * {@code packages} or {@code legacyPackages}, and the names below the system.
 *
 * @param after the path after which it begins; empty for the first package
 * @param until the path before which it ends; empty for the last package
 * @param skipped the paths that it leaves out
 * @param traced whether it logs the path of each package before it evaluates it
 */
public record PackageBounds(List<String> after, List<String> until, List<List<String>> skipped, boolean traced) {

    /** The whole of a flake. */
    public static final PackageBounds ALL = new PackageBounds(List.of(), List.of(), List.of(), false);

    public PackageBounds {
        after = List.copyOf(after);
        until = List.copyOf(until);
        skipped = skipped.stream().map(List::copyOf).toList();
    }

    /** Returns the part that begins after a path. */
    public static PackageBounds after(List<String> path) {
        return new PackageBounds(path, List.of(), List.of(), false);
    }

    /** Returns the part that ends before the last of some paths, and leaves out the others. */
    public static PackageBounds before(List<List<String>> paths) {
        return new PackageBounds(List.of(), paths.get(paths.size() - 1), paths, false);
    }

    /** Returns the same part, which logs each path. */
    public PackageBounds withTrace() {
        return new PackageBounds(after, until, skipped, true);
    }

    /** Returns the members of the argument of {@code packages.nix}. */
    String toNix() {
        Node root = new Node();
        skipped.forEach(root::add);
        return "after = " + ResolveExpression.list(after) + "; until = " + ResolveExpression.list(until)
                + "; skipped = " + root.toNix() + "; traced = " + traced + ";";
    }

    /** A set of names, each with a set of the names below; one without any below is left out as a whole. */
    private static final class Node {

        private final Map<String, Node> below = new TreeMap<>();

        void add(List<String> path) {
            if (!path.isEmpty()) {
                below.computeIfAbsent(path.get(0), name -> new Node()).add(path.subList(1, path.size()));
            }
        }

        String toNix() {
            return below.entrySet().stream()
                    .map(one -> ResolveExpression.string(one.getKey()) + " = "
                            + (one.getValue().below.isEmpty()
                                    ? "null"
                                    : one.getValue().toNix()) + ";")
                    .collect(Collectors.joining(" ", "{ ", " }"));
        }
    }
}
