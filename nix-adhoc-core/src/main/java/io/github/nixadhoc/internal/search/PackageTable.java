package io.github.nixadhoc.internal.search;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Packages of a flake: the least deep in the flake first, then by name, and of two of a name that of {@code packages}
 * first. Those of all of nixpkgs take some 15 MB.
 *
 * <p>Immutable and thread-safe.
 */
final class PackageTable {

    private final String system;
    private final List<Segment> segments;
    private final int[] firsts;

    PackageTable(String system, List<Segment> segments) {
        this.system = system;
        this.segments = List.copyOf(segments);
        this.firsts = new int[segments.size() + 1];
        for (int i = 0; i < segments.size(); i++) {
            firsts[i + 1] = firsts[i] + segments.get(i).size();
        }
    }

    String system() {
        return system;
    }

    List<Segment> segments() {
        return segments;
    }

    int size() {
        return firsts[firsts.length - 1];
    }

    FoundPackage get(int one) {
        int segment = segmentOf(one);
        return segments.get(segment).get(one - firsts[segment]);
    }

    /** Returns where in the flake a package is, below {@code packages.SYSTEM} or {@code legacyPackages.SYSTEM}. */
    String name(FoundPackage one) {
        for (String kind : new String[] {packages(), legacyPackages()}) {
            if (one.attributePath().startsWith(kind)) {
                return one.attributePath().substring(kind.length());
            }
        }
        return one.attributePath();
    }

    /** Returns whether another package is what Nix takes its bare name for: that of {@code packages}. */
    boolean isShadowed(int one) {
        if (one == 0) {
            return false;
        }
        String path = get(one).attributePath();
        String before = get(one - 1).attributePath();
        return path.startsWith(legacyPackages())
                && before.startsWith(packages())
                && path.substring(legacyPackages().length())
                        .equals(before.substring(packages().length()));
    }

    private int segmentOf(int one) {
        int found = Arrays.binarySearch(firsts, one);
        return found >= 0 ? found : -found - 2;
    }

    private String packages() {
        return "packages." + system + ".";
    }

    private String legacyPackages() {
        return "legacyPackages." + system + ".";
    }

    /**
     * Returns the packages that are found, the best first.
     *
     * @param regexes what each must match, all of them
     * @param excluded what none may match
     * @param limit how many are wanted at most
     */
    SearchAnswer find(List<String> regexes, List<String> excluded, int limit) {
        List<RegexFinder> wanted = regexes.stream()
                .map(RegexFinder::of)
                .sorted(Comparator.comparingInt(RegexFinder::cost))
                .toList();
        List<RegexFinder> unwanted = excluded.stream().map(RegexFinder::of).toList();
        Ranking ranking =
                new Ranking(regexes, List.of(ByteText.folded(packages()), ByteText.folded(legacyPackages())), limit);
        for (int i = 0; i < segments.size() && !ranking.isFull(); i++) {
            Segment segment = segments.get(i);
            BitSet found = new BitSet(segment.size());
            found.set(0, segment.size());
            wanted.forEach(finder -> finder.retain(segment, found));
            unwanted.forEach(finder -> finder.remove(segment, found));
            for (int one = found.nextSetBit(0); one >= 0; one = found.nextSetBit(one + 1)) {
                ranking.add(segment, one, firsts[i] + one);
            }
        }
        return new SearchAnswer(this, ranking.best());
    }
}
