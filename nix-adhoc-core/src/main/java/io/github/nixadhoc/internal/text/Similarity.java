package io.github.nixadhoc.internal.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The similarity of names, for suggestions to a user who has mistyped one. */
public final class Similarity {

    /** The shortest beginning that counts as similar to the whole name. */
    private static final int BEGINNING = 3;

    private Similarity() {}

    /**
     * Returns the names that are similar to a name, the most similar first: those that differ in case only, those that it is
     * the beginning of, and those of which at most a third of the letters differ.
     *
     * @param name the name
     * @param names the names to choose from
     * @param most the largest number of names to return
     */
    public static List<String> near(String name, List<String> names, int most) {
        String folded = name.toLowerCase(Locale.ROOT);
        int far = Math.max(1, name.length() / 3);
        Comparator<String> byRank = Comparator.comparingInt(found -> rank(folded, found, far));
        return names.stream()
                .filter(found -> !found.equals(name) && rank(folded, found, far) <= far)
                .sorted(byRank.thenComparingInt(String::length))
                .limit(most)
                .toList();
    }

    /** Returns 0 for a name that differs in case only, then the number of different letters; too many for another name. */
    private static int rank(String name, String found, int far) {
        String other = found.toLowerCase(Locale.ROOT);
        if (other.equals(name)) {
            return 0;
        }
        if (other.length() < Math.min(2, name.length())) {
            return Integer.MAX_VALUE;
        }
        if (name.length() >= BEGINNING && other.startsWith(name)) {
            return 1;
        }
        return Math.abs(other.length() - name.length()) > far ? Integer.MAX_VALUE : distance(name, other);
    }

    /** Returns the edit distance: the number of letters to change, insert, delete or swap with the next. */
    public static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, steps);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] steps) {
        int changed = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
