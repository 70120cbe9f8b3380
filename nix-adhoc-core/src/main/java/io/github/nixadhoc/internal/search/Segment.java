package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A part of a table: several thousand packages in one text, small enough for the heap.
 *
 * <p>The text has the attribute path, the name, the description and the version of each package, each followed by a
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
     * @param text the text as {@link ByteText}, in lower case
     * @param capitals a bit for each char, set if it was upper case
     * @param starts the start of each package in the text, and the end of the last one
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

    /** Returns the package at an offset in the text. */
    int packageAt(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    int start(int index) {
        return starts[index];
    }

    int endOfField(int start) {
        return text.indexOf(END, start);
    }

    /** Returns the end of the searched fields of a package. The version is not searched. */
    int endOfSearched(int index) {
        return endOfField(endOfField(endOfField(starts[index]) + 1) + 1);
    }

    FoundPackage get(int index) {
        int pathEnd = endOfField(starts[index]);
        int nameEnd = endOfField(pathEnd + 1);
        int descriptionEnd = endOfField(nameEnd + 1);
        return new FoundPackage(
                original(starts[index], pathEnd),
                original(pathEnd + 1, nameEnd),
                original(descriptionEnd + 1, starts[index + 1] - 1),
                original(nameEnd + 1, descriptionEnd));
    }

    private String original(int start, int end) {
        byte[] bytes = text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            int offset = start + i;
            if ((capitals[offset >> 6] & 1L << (offset & 63)) != 0) {
                bytes[i] = (byte) (bytes[i] - ('a' - 'A'));
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
