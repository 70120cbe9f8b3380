package io.github.nixadhoc.internal.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A ranking of matching packages. Packages whose attribute or name equals a search word come first, then those whose
 * attribute or name begins with one, then the rest. Packages of the same rank keep the order of the table. Keeps no
 * more packages than the limit.
 */
final class Ranking {

    private static final int RANKS = 3;

    private final List<String> words;
    private final List<String> prefixes;
    private final int limit;
    private final int[][] ranked = new int[RANKS][16];
    private final int[] counts = new int[RANKS];

    /**
     * Creates a ranking.
     *
     * @param regexes the regular expressions of the search
     * @param prefixes the prefixes of attribute paths, in lower case
     * @param limit the maximum number of results
     */
    Ranking(List<String> regexes, List<String> prefixes, int limit) {
        this.words = regexes.stream().map(Ranking::word).toList();
        this.prefixes = prefixes;
        this.limit = limit;
    }

    /** Removes anchors and backslashes, because users write a word with anchors for an exact match. */
    private static String word(String regex) {
        String word = regex.startsWith("^") ? regex.substring(1) : regex;
        word = word.endsWith("$") && !word.endsWith("\\$") ? word.substring(0, word.length() - 1) : word;
        return ByteText.folded(word.replaceAll("\\\\(.)", "$1"));
    }

    void add(Segment segment, int one, int number) {
        int rank = rank(segment, one);
        if (counts[rank] == limit) {
            return;
        }
        if (counts[rank] == ranked[rank].length) {
            ranked[rank] = Arrays.copyOf(ranked[rank], counts[rank] * 2);
        }
        ranked[rank][counts[rank]++] = number;
    }

    /** Returns whether no further package can be among the results. */
    boolean isFull() {
        return counts[0] == limit;
    }

    int[] best() {
        return IntStream.range(0, RANKS)
                .flatMap(rank -> Arrays.stream(ranked[rank], 0, counts[rank]))
                .limit(limit)
                .toArray();
    }

    private int rank(Segment segment, int one) {
        String text = segment.text();
        int start = segment.start(one);
        int pathEnd = segment.endOfField(start);
        int nameEnd = segment.endOfField(pathEnd + 1);
        for (String prefix : prefixes) {
            if (text.startsWith(prefix, start)) {
                start += prefix.length();
                break;
            }
        }
        int best = 2;
        for (String word : words) {
            boolean beginsAttribute = text.startsWith(word, start);
            boolean beginsName = text.startsWith(word, pathEnd + 1);
            if (beginsAttribute && start + word.length() == pathEnd
                    || beginsName && pathEnd + 1 + word.length() == nameEnd) {
                return 0;
            }
            if (beginsAttribute || beginsName) {
                best = 1;
            }
        }
        return best;
    }
}
