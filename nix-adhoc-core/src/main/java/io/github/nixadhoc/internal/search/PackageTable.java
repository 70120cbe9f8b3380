package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.text.AttributePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The packages of a flake, sorted by the depth of their attribute paths, then by name, then those of {@code packages}
 * first. The packages of nixpkgs take about 15 MB.
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

    FoundPackage get(int number) {
        int segment = segmentOf(number);
        return segments.get(segment).get(number - firsts[segment]);
    }

    /** Returns the names that lead to a package from {@code packages.SYSTEM} or {@code legacyPackages.SYSTEM}. */
    List<String> name(FoundPackage found) {
        boolean isInASet = found.attributePath().startsWith(packages())
                || found.attributePath().startsWith(legacyPackages());
        List<String> names = found.names();
        return isInASet ? names.subList(2, names.size()) : names;
    }

    /**
     * Returns whether the bare name of a package refers to another one, because {@code packages} precedes {@code
     * legacyPackages}.
     */
    boolean isShadowed(int number) {
        if (number == 0) {
            return false;
        }
        String path = get(number).attributePath();
        String before = get(number - 1).attributePath();
        return path.startsWith(legacyPackages())
                && before.startsWith(packages())
                && path.substring(legacyPackages().length())
                        .equals(before.substring(packages().length()));
    }

    /** Returns the packages that say that their main program has a name, as installables contain them. */
    List<String> ofProgram(String program) {
        List<String> found = new ArrayList<>();
        for (Segment segment : segments) {
            for (int i = 0; i < segment.size(); i++) {
                if (segment.isOfProgram(i, program)) {
                    found.add(AttributePath.fragment(name(segment.get(i))));
                }
            }
        }
        return found;
    }

    private int segmentOf(int number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }

    private String packages() {
        return "packages." + system + ".";
    }

    private String legacyPackages() {
        return "legacyPackages." + system + ".";
    }

    /**
     * Returns the matching packages, the best first.
     *
     * @param regexes the regular expressions that each package must match
     * @param excluded the regular expressions that no package may match
     * @param limit the maximum number of results
     */
    SearchAnswer find(List<String> regexes, List<String> excluded, int limit) {
        List<RegexFinder> required = regexes.stream()
                .map(RegexFinder::of)
                .sorted(Comparator.comparingInt(RegexFinder::cost))
                .toList();
        List<RegexFinder> forbidden = excluded.stream().map(RegexFinder::of).toList();
        Ranking ranking =
                new Ranking(regexes, List.of(ByteText.folded(packages()), ByteText.folded(legacyPackages())), limit);
        for (int i = 0; i < segments.size() && !ranking.isFull(); i++) {
            Segment segment = segments.get(i);
            BitSet found = new BitSet(segment.size());
            found.set(0, segment.size());
            required.forEach(finder -> finder.retain(segment, found));
            forbidden.forEach(finder -> finder.remove(segment, found));
            for (int one = found.nextSetBit(0); one >= 0; one = found.nextSetBit(one + 1)) {
                ranking.add(segment, one, firsts[i] + one);
            }
        }
        return new SearchAnswer(this, ranking.best());
    }
}
