package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Store paths and all that they depend on, as far as they are in the store.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class Closure extends EqualByContent {

    private static final Comparator<StorePathInfo> LARGEST_FIRST =
            Comparator.comparing(StorePathInfo::narSize).reversed().thenComparing(StorePathInfo::path);

    private final List<StorePath> roots;
    private final List<StorePathInfo> paths;
    private final @Nullable MissingPaths missing;

    private Closure(List<StorePath> roots, List<StorePathInfo> paths, @Nullable MissingPaths missing) {
        this.roots = List.copyOf(roots);
        this.paths = sorted(paths);
        this.missing = missing;
    }

    /**
     * Returns a {@code Closure} of which nothing is missing.
     *
     * @param roots the outputs that were asked about, in the order in which they were
     * @param paths each path of the closure once, the roots included, in any order
     * @return an immutable {@code Closure}
     */
    public static Closure of(List<StorePath> roots, List<StorePathInfo> paths) {
        return new Closure(roots, paths, null);
    }

    /**
     * Returns a {@code Closure}. The library uses this, and so may the tests of its users.
     *
     * @param roots the outputs that were asked about, in the order in which they were
     * @param paths each path of the closure once, the roots included, in any order
     * @param missing the outputs that were asked about and are not in the store; null if all is there
     * @return an immutable {@code Closure}
     */
    public static Closure of(List<StorePath> roots, List<StorePathInfo> paths, @Nullable MissingPaths missing) {
        return new Closure(roots, paths, missing);
    }

    /**
     * Returns the outputs that were asked about, in the order in which they were.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> roots() {
        return roots;
    }

    /**
     * Returns each path of the closure once, the roots included, sorted by path.
     *
     * @return an unmodifiable list
     */
    public List<StorePathInfo> paths() {
        return paths;
    }

    /**
     * Returns the outputs that were asked about and are not in the store. The other numbers do not count them.
     *
     * @return the missing outputs; empty if all is there
     */
    public Optional<MissingPaths> missing() {
        return Optional.ofNullable(missing);
    }

    private static List<StorePathInfo> sorted(List<StorePathInfo> paths) {
        return paths.stream().sorted(Comparator.comparing(StorePathInfo::path)).toList();
    }

    /**
     * Returns whether all that was asked about is in the store.
     *
     * @return true if nothing is missing
     */
    public boolean isInStore() {
        return missing == null;
    }

    /**
     * Returns what the paths occupy together.
     *
     * @return the sum of their sizes
     * @throws ArithmeticException if it is more than {@link Long#MAX_VALUE} bytes
     */
    public ByteSize totalSize() {
        return sum(paths);
    }

    /**
     * Returns what is known of one path.
     *
     * @param path the path
     * @return what is known of it; empty if it is not in the closure
     */
    public Optional<StorePathInfo> find(StorePath path) {
        return paths.stream().filter(info -> info.path().equals(path)).findFirst();
    }

    /**
     * Returns the paths that occupy the most by themselves.
     *
     * @param n how many
     * @return at most that many paths, the largest first
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<StorePathInfo> largest(int n) {
        return paths.stream().sorted(LARGEST_FIRST).limit(n).toList();
    }

    /**
     * Returns why a path is in the closure: the shortest chain from one of the roots to it, each path depending
     * directly on the next.
     *
     * @param path the path
     * @return the chain, the root first and the path last; the path alone if it is a root; empty if it is not in the
     *     closure
     */
    public List<StorePath> why(StorePath path) {
        Map<StorePath, List<StorePath>> references =
                paths.stream().collect(Collectors.toMap(StorePathInfo::path, StorePathInfo::references, (a, b) -> a));
        Map<StorePath, Optional<StorePath>> reachedFrom = new HashMap<>();
        Deque<StorePath> toVisit = new ArrayDeque<>();
        for (StorePath root : roots) {
            if (references.containsKey(root) && reachedFrom.putIfAbsent(root, Optional.empty()) == null) {
                toVisit.add(root);
            }
        }
        while (!toVisit.isEmpty() && !reachedFrom.containsKey(path)) {
            StorePath current = toVisit.remove();
            for (StorePath next : references.getOrDefault(current, List.of())) {
                if (reachedFrom.putIfAbsent(next, Optional.of(current)) == null) {
                    toVisit.add(next);
                }
            }
        }
        return chain(path, reachedFrom);
    }

    private static List<StorePath> chain(StorePath path, Map<StorePath, Optional<StorePath>> reachedFrom) {
        ArrayDeque<StorePath> chain = new ArrayDeque<>();
        @Nullable StorePath current = reachedFrom.containsKey(path) ? path : null;
        while (current != null) {
            chain.addFirst(current);
            current = reachedFrom.getOrDefault(current, Optional.empty()).orElse(null);
        }
        return List.copyOf(chain);
    }

    /**
     * Returns what another closure has and this one has not, and the reverse: for instance an update of a package
     * compared to what it was before.
     *
     * @param other the other closure
     * @return the difference, by paths
     */
    public ClosureDifference difference(Closure other) {
        return ClosureDifference.of(other.without(this), without(other));
    }

    private List<StorePathInfo> without(Closure other) {
        Set<StorePath> theirs = other.paths.stream().map(StorePathInfo::path).collect(Collectors.toSet());
        return paths.stream().filter(info -> !theirs.contains(info.path())).toList();
    }

    static ByteSize sum(Collection<StorePathInfo> paths) {
        return paths.stream().map(StorePathInfo::narSize).reduce(ByteSize.ZERO, ByteSize::plus);
    }

    /** Returns the number of paths, their size, and the largest of them. */
    static String sizes(List<StorePathInfo> paths) {
        StringBuilder text = new StringBuilder(TextLayout.counted(paths.size(), "path"))
                .append(", ")
                .append(sum(paths));
        TextLayout.append(
                text,
                "",
                paths.stream()
                        .sorted(LARGEST_FIRST)
                        .map(info -> TextLayout.sized(info.narSize(), info.path()))
                        .toList());
        return text.toString();
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(roots, paths, missing);
    }

    /** Returns the number of paths, their size, the largest of them, and what is missing. */
    @Override
    public String toString() {
        return sizes(paths) + (missing == null ? "" : "\n  " + missing);
    }
}
