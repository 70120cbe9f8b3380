package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.json.JsonValue;
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
 * All paths of a store, and which of them keeps which others from being collected.
 *
 * <p>Paths are numbers here, since a store can have hundreds of thousands. Immutable and thread-safe.
 */
final class StoreGraph {

    /** What no root keeps, in an answer of {@link #owners}. */
    static final int NOBODY = -1;

    /** What more than one root keeps, in an answer of {@link #owners}. */
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
     * Reads what {@code nix path-info --all --json} prints, path by path.
     *
     * @param json the answer; not closed
     * @param settings what keeps what besides references
     */
    static StoreGraph read(InputStream json, CollectorSettings settings) {
        Reading reading = new Reading();
        JsonValue.forEachPart(json, (name, value) -> {
            if (!value.isNull()) {
                // up to Nix 2.18 it is a list, and the path is told inside
                reading.add(name.startsWith("[") ? value.get("path").text() : name, value);
            }
        });
        return reading.graph(settings);
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

    /** Returns the sum of the NAR sizes of a path and all that it depends on; 0 for one that is not in the store. */
    long closureSize(StorePath path) {
        return reachable(List.of(path), references).stream()
                .mapToLong(number -> narSizes[number])
                .reduce(0, Math::addExact);
    }

    /** Returns what is kept, by number, as long as some paths are. */
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
     * Returns for each path the only root that keeps it, as its place in a list, or {@link #NOBODY} or {@link #SEVERAL}.
     *
     * <p>What is known of a path changes twice at most, so this is as quick for a thousand roots as for one, and rings,
     * which derivations and outputs that keep each other make, end it too.
     */
    int[] owners(List<StorePath> roots) {
        int[] owners = new int[paths.size()];
        Arrays.fill(owners, NOBODY);
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (int root = 0; root < roots.size(); root++) {
            Integer number = numbers.get(roots.get(root));
            if (number != null && own(owners, number, root)) {
                todo.add(number);
            }
        }
        while (!todo.isEmpty()) {
            int number = todo.remove();
            for (int next : kept[number]) {
                if (own(owners, next, owners[number])) {
                    todo.add(next);
                }
            }
        }
        return owners;
    }

    private static boolean own(int[] owners, int number, int owner) {
        int before = owners[number];
        int after = before == NOBODY || before == owner ? owner : SEVERAL;
        owners[number] = after;
        return before != after;
    }

    /** Returns for each of some roots the sum of the NAR sizes of what it alone keeps. */
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

    /** What has been read so far; a path may be referred to before it is told of. */
    private static final class Reading {

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
                    // Nix 2.8 gives the name of one that it does not know as unknown-deriver
                    deriver == null || deriver.equals("unknown-deriver") ? UNKNOWN : number(deriver)));
        }

        private int number(String name) {
            return numbers.computeIfAbsent(name, unused -> {
                names.add(name);
                return names.size() - 1;
            });
        }

        /** Only what is in the store counts: a deriver need not be. */
        StoreGraph graph(CollectorSettings settings) {
            int[] places = new int[names.size()];
            Arrays.fill(places, UNKNOWN);
            for (int i = 0; i < entries.size(); i++) {
                places[entries.get(i).number] = i;
            }
            List<StorePath> paths = new ArrayList<>(entries.size());
            long[] narSizes = new long[entries.size()];
            int[][] references = new int[entries.size()][];
            List<List<Integer>> alsoKept = new ArrayList<>(entries.size());
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                paths.add(path(names.get(entry.number)));
                narSizes[i] = entry.narSize;
                references[i] = Arrays.stream(entry.references)
                        .map(number -> places[number])
                        .filter(place -> place != UNKNOWN)
                        .toArray();
                alsoKept.add(new ArrayList<>(1));
            }
            for (int output = 0; output < entries.size(); output++) {
                int number = entries.get(output).deriver;
                int derivation = number == UNKNOWN ? UNKNOWN : places[number];
                if (derivation != UNKNOWN && settings.keepDerivations()) {
                    alsoKept.get(output).add(derivation);
                }
                if (derivation != UNKNOWN && settings.keepOutputs()) {
                    alsoKept.get(derivation).add(output);
                }
            }
            int[][] kept = new int[entries.size()][];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = joined(references[i], alsoKept.get(i));
            }
            return new StoreGraph(paths, narSizes, references, kept);
        }

        private static int[] joined(int[] references, List<Integer> more) {
            if (more.isEmpty()) {
                return references;
            }
            int[] all = Arrays.copyOf(references, references.length + more.size());
            for (int i = 0; i < more.size(); i++) {
                all[references.length + i] = more.get(i);
            }
            return all;
        }

        private static StorePath path(String text) {
            if (!StorePath.isStorePath(text)) {
                throw JsonValue.unexpected("it tells of " + text + ", which is no store path");
            }
            return StorePath.parse(text);
        }
    }
}
