package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some thousand packages in one text, small enough to be no burden on the heap as one piece.
 *
 * <p>Of each package it has the attribute path, the name, the description and the version, in this order, each ended by a
 * NUL.
 */
final class Segment {

    static final char END = 0;

    private final String text;
    private final long[] capitals;
    private final int[] starts;

    /**
     * Creates a segment.
     *
     * @param text {@link ByteText}, capitals made small
     * @param capitals a bit for each char, set where it was a capital
     * @param starts where in the text each package begins, and where the last one ends
     */
    Segment(String text, long[] capitals, int[] starts) {
        this.text = text;
        this.capitals = capitals;
        this.starts = starts;
    }

    String text() {
        return text;
    }

    long[] capitals() {
        return capitals;
    }

    int[] starts() {
        return starts;
    }

    int size() {
        return starts.length - 1;
    }

    /** Returns the package that a place in the text is in. */
    int packageAt(int place) {
        int found = Arrays.binarySearch(starts, place);
        return found >= 0 ? found : -found - 2;
    }

    int start(int one) {
        return starts[one];
    }

    int endOfField(int start) {
        return text.indexOf(END, start);
    }

    /** Returns where what is searched of a package ends: its version is not. */
    int endOfSearched(int one) {
        return endOfField(endOfField(endOfField(starts[one]) + 1) + 1);
    }

    FoundPackage get(int one) {
        int pathEnd = endOfField(starts[one]);
        int nameEnd = endOfField(pathEnd + 1);
        int descriptionEnd = endOfField(nameEnd + 1);
        return new FoundPackage(
                original(starts[one], pathEnd),
                original(pathEnd + 1, nameEnd),
                original(descriptionEnd + 1, starts[one + 1] - 1),
                original(nameEnd + 1, descriptionEnd));
    }

    private String original(int start, int end) {
        byte[] bytes = text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            int place = start + i;
            if ((capitals[place >> 6] & 1L << (place & 63)) != 0) {
                bytes[i] = (byte) (bytes[i] - ('a' - 'A'));
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
