package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a table: several thousand packages in one text, small enough for the heap.
 *
 * <p>The text has six fields of each package, each followed by a NUL: the attribute path, the name, the description, the
 * version, the main program, and the attribute path once more if a name in it has a dot, with {@link #INNER_DOT} for that dot.
 */
final class Segment {

    static final char END = 0;

    /** The character for a dot inside of a name. */
    static final char INNER_DOT = 4;

    static final int FIELDS = 6;

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

    /** Returns the end of the searched fields of a package: path, name and description. */
    int endOfSearched(int index) {
        return endOfField(endOfField(endOfField(starts[index]) + 1) + 1);
    }

    FoundPackage get(int index) {
        String[] fields = new String[FIELDS];
        int start = starts[index];
        for (int i = 0; i < FIELDS; i++) {
            int end = endOfField(start);
            fields[i] = original(start, end);
            start = end + 1;
        }
        String path = fields[5].isEmpty() ? fields[0] : fields[5];
        List<String> names = Stream.of(path.split("\\.", -1))
                .map(name -> name.replace(INNER_DOT, '.'))
                .toList();
        return new FoundPackage(fields[0], fields[1], fields[3], fields[2], fields[4], names);
    }

    /** Returns whether a package says that this is its main program. */
    boolean isOfProgram(int index, String program) {
        int start = starts[index];
        for (int i = 0; i < 4; i++) {
            start = endOfField(start) + 1;
        }
        int end = endOfField(start);
        return end - start == program.length() && original(start, end).equals(program);
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
