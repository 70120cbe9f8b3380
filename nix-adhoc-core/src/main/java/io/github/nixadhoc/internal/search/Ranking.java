package io.github.nixadhoc.internal.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts those first whose attribute or name is what was searched for, then those where it begins so, then the rest; within
 * each they stay in the order of the table. Keeps no more than is wanted.
 */
final class Ranking {

    private static final int RANKS = 3;

    private final List<String> words;
    private final List<String> kinds;
    private final int limit;
    private final int[][] ranked = new int[RANKS][16];
    private final int[] counts = new int[RANKS];

    /**
     * Creates a ranking.
     *
     * @param regexes what is searched for
     * @param kinds what attribute paths begin with, capitals made small
     * @param limit how many are wanted at most
     */
    Ranking(List<String> regexes, List<String> kinds, int limit) {
        this.words = regexes.stream().map(Ranking::word).toList();
        this.kinds = kinds;
        this.limit = limit;
    }

    /** A word may well be given with the anchors that make a regular expression exact. */
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

    /** Returns whether nothing that is added can be among the best any more. */
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
        for (String kind : kinds) {
            if (text.startsWith(kind, start)) {
                start += kind.length();
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
