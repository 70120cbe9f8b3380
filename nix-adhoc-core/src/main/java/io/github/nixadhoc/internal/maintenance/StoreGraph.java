package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.model.StorePath;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph of all paths in a store. Its edges say which path keeps which other path from being collected.
 *
 * <p>Paths are represented by numbers, since a store can have hundreds of thousands. Immutable and thread-safe.
 */
final class StoreGraph {

    /** The value for a path that no root keeps, in a result of {@link #owners}. */
    static final int NOBODY = -1;

    /** The value for a path that more than one root keeps, in a result of {@link #owners}. */
    static final int SEVERAL = -2;

    private static final int UNKNOWN = -1;

    private final List<StorePath> paths;
    private final Map<StorePath, Integer> numbers;
    private final long[] narSizes;
    private final int[][] references;
    private final int[][] kept;

    private StoreGraph(List<StorePath> paths, long[] narSizes, int[][] references, int[][] kept) {
        this.paths = paths;
        this.narSizes = narSizes;
        this.references = references;
        this.kept = kept;
        this.numbers = new HashMap<>(paths.size() * 2);
        for (int i = 0; i < paths.size(); i++) {
            numbers.put(paths.get(i), i);
        }
    }

    /**
     * Reads the output of {@code nix path-info --all --json}, path by path.
     *
     * @param json the output; this method does not close it
     * @param settings the settings that add edges besides references
     */
    static StoreGraph read(InputStream json, CollectorSettings settings) {
        Builder builder = new Builder();
        JsonValue.forEachPart(json, (name, value) -> {
            if (!value.isNull()) {
                // Up to Nix 2.18 the output is an array, and each entry contains its path.
                builder.add(name.startsWith("[") ? value.get("path").text() : name, value);
            }
        });
        return builder.build(settings);
    }

    int size() {
        return paths.size();
    }

    StorePath path(int number) {
        return paths.get(number);
    }

    /** Returns the sum of the NAR sizes of all paths. */
    long totalSize() {
        return Arrays.stream(narSizes).reduce(0, Math::addExact);
    }

    /** Returns the sum of the NAR sizes of a path and all its dependencies; 0 for a path that is not in the store. */
    long closureSize(StorePath path) {
        return reachable(List.of(path), references).stream()
                .mapToLong(number -> narSizes[number])
                .reduce(0, Math::addExact);
    }

    /** Returns the numbers of the paths that some roots keep. */
    BitSet keptBy(Collection<StorePath> roots) {
        return reachable(roots, kept);
    }

    private BitSet reachable(Collection<StorePath> starts, int[][] edges) {
        BitSet reached = new BitSet(paths.size());
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (StorePath start : starts) {
            Integer number = numbers.get(start);
            if (number != null && !reached.get(number)) {
                reached.set(number);
                todo.push(number);
            }
        }
        while (!todo.isEmpty()) {
            for (int next : edges[todo.pop()]) {
                if (!reached.get(next)) {
                    reached.set(next);
                    todo.push(next);
                }
            }
        }
        return reached;
    }

    /**
     * Returns for each path the only root that keeps it, as an index in the given list, or {@link #NOBODY} or {@link
     * #SEVERAL}.
     *
     * <p>The value of a path changes at most twice. So the running time does not depend on the number of roots, and the
     * search ends in spite of cycles, which exist where derivations and outputs keep each other.
     */
    int[] owners(List<StorePath> roots) {
        int[] owners = new int[paths.size()];
        Arrays.fill(owners, NOBODY);
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (int root = 0; root < roots.size(); root++) {
            Integer number = numbers.get(roots.get(root));
            if (number != null && assignOwner(owners, number, root)) {
                todo.add(number);
            }
        }
        while (!todo.isEmpty()) {
            int number = todo.remove();
            for (int next : kept[number]) {
                if (assignOwner(owners, next, owners[number])) {
                    todo.add(next);
                }
            }
        }
        return owners;
    }

    private static boolean assignOwner(int[] owners, int number, int owner) {
        int before = owners[number];
        int after = before == NOBODY || before == owner ? owner : SEVERAL;
        owners[number] = after;
        return before != after;
    }

    /** Returns for each root the sum of the NAR sizes of the paths that it alone keeps. */
    long[] keptAlone(List<StorePath> roots) {
        long[] sizes = new long[roots.size()];
        int[] owners = owners(roots);
        for (int number = 0; number < owners.length; number++) {
            if (owners[number] >= 0) {
                sizes[owners[number]] = Math.addExact(sizes[owners[number]], narSizes[number]);
            }
        }
        return sizes;
    }

    /** A builder, which gives a path its number when the path is first mentioned. */
    private static final class Builder {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();

        private static final class Entry {
            private final int number;
            private final long narSize;
            private final int[] references;
            private final int deriver;

            Entry(int number, long narSize, int[] references, int deriver) {
                this.number = number;
                this.narSize = narSize;
                this.references = references;
                this.deriver = deriver;
            }
        }

        void add(String path, JsonValue value) {
            int[] references = value.get("references").texts().stream()
                    .mapToInt(this::number)
                    .toArray();
            String deriver = value.get("deriver").textOrNull();
            entries.add(new Entry(
                    number(path),
                    value.get("narSize").count(),
                    references,
                    // Nix 2.8 prints unknown-deriver instead of leaving it out.
                    deriver == null || deriver.equals("unknown-deriver") ? UNKNOWN : number(deriver)));
        }

        private int number(String name) {
            return numbers.computeIfAbsent(name, unused -> {
                names.add(name);
                return names.size() - 1;
            });
        }

        /** Builds the graph of the paths in the store, which may not include all derivers. */
        StoreGraph build(CollectorSettings settings) {
            int[] places = new int[names.size()];
            Arrays.fill(places, UNKNOWN);
            for (int i = 0; i < entries.size(); i++) {
                places[entries.get(i).number] = i;
            }
            List<StorePath> paths = new ArrayList<>(entries.size());
            long[] narSizes = new long[entries.size()];
            int[][] references = new int[entries.size()][];
            List<List<Integer>> additionallyKept = new ArrayList<>(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                paths.add(StorePaths.require(names.get(entry.number)));
                narSizes[i] = entry.narSize;
                references[i] = Arrays.stream(entry.references)
                        .map(number -> places[number])
                        .filter(place -> place != UNKNOWN)
                        .toArray();
                additionallyKept.add(new ArrayList<>(1));
            }
            for (int output = 0; output < entries.size(); output++) {
                int number = entries.get(output).deriver;
                int derivation = number == UNKNOWN ? UNKNOWN : places[number];
                if (derivation != UNKNOWN && settings.keepDerivations()) {
                    additionallyKept.get(output).add(derivation);
                }
                if (derivation != UNKNOWN && settings.keepOutputs()) {
                    additionallyKept.get(derivation).add(output);
                }
            }
            int[][] kept = new int[entries.size()][];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = concat(references[i], additionallyKept.get(i));
            }
            return new StoreGraph(paths, narSizes, references, kept);
        }

        private static int[] concat(int[] references, List<Integer> more) {
            if (more.isEmpty()) {
                return references;
            }
            int[] all = Arrays.copyOf(references, references.length + more.size());
            for (int i = 0; i < more.size(); i++) {
                all[references.length + i] = more.get(i);
            }
            return all;
        }
    }
}
