package io.github.nixadhoc.internal.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A builder of a table, which sorts the packages.
 *
 * <p>Not thread-safe.
 */
final class PackageTableBuilder implements PackageSink {

    private static final int CHUNK = 1 << 18;

    private final String system;
    private final byte[] packages;
    private final byte[] legacyPackages;

    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] chunk = new byte[0];
    private int used;

    /** The chunk of each package in the upper half, and the offset in that chunk in the lower half. */
    private long[] offsets = new long[1024];

    private int count;

    /**
     * Creates a builder.
     *
     * @param system the system of the packages
     */
    PackageTableBuilder(String system) {
        this.system = system;
        this.packages = ("packages." + system + ".").getBytes(StandardCharsets.UTF_8);
        this.legacyPackages = ("legacyPackages." + system + ".").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void add(byte[] text, int[] ends) {
        int pathEnd = ends[0];
        int nameEnd = ends[1];
        boolean hasInnerDots = contains(text, pathEnd, (byte) Segment.INNER_DOT);
        int needed = ends[3] + Segment.FIELDS + (hasInnerDots ? pathEnd : 0);
        if (chunk.length - used < needed) {
            chunk = new byte[Math.max(CHUNK, needed)];
            chunks.add(chunk);
            used = 0;
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = (long) (chunks.size() - 1) << 32 | used;
        int dash = dash(text, pathEnd + 1, nameEnd);
        int start = used;
        append(text, 0, pathEnd);
        for (int i = start; hasInnerDots && i < used; i++) {
            chunk[i] = chunk[i] == Segment.INNER_DOT ? (byte) '.' : chunk[i];
        }
        append(text, pathEnd + 1, dash);
        append(text, nameEnd + 1, ends[2]);
        append(text, Math.min(dash + 1, nameEnd), nameEnd);
        append(text, ends[2] + 1, ends[3]);
        append(text, 0, hasInnerDots ? pathEnd : 0);
    }

    private static boolean contains(byte[] text, int end, byte wanted) {
        for (int i = 0; i < end; i++) {
            if (text[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Returns the index of the dash before the version: the first dash that no letter follows. */
    private static int dash(byte[] text, int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (text[i] == '-' && !isLetter(text[i + 1])) {
                return i;
            }
        }
        return end;
    }

    private static boolean isLetter(byte one) {
        byte small = ByteText.folded(one);
        return small >= 'a' && small <= 'z';
    }

    private void append(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            // Nix replaces the line breaks of a description before it searches.
            chunk[used++] = text[i] == '\n' ? (byte) ' ' : text[i];
        }
        chunk[used++] = Segment.END;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns a table of the packages, and clears the builder. */
    PackageTable build() {
        long[] sorted = sorted();
        List<Segment> segments = new ArrayList<>();
        SegmentBuilder segment = new SegmentBuilder();
        for (long offset : sorted) {
            byte[] in = chunks.get((int) (offset >> 32));
            int start = (int) offset;
            int end = end(in, start);
            if (!segment.hasRoomFor(end - start)) {
                segments.add(segment.build());
                segment = new SegmentBuilder();
            }
            segment.add(in, start, end);
        }
        if (!segment.isEmpty()) {
            segments.add(segment.build());
        }
        chunks.clear();
        return new PackageTable(system, segments);
    }

    private static int end(byte[] in, int start) {
        int at = start;
        for (int fields = 0; fields < Segment.FIELDS; at++) {
            if (in[at] == Segment.END) {
                fields++;
            }
        }
        return at;
    }

    private long[] sorted() {
        Long[] boxed = new Long[count];
        Arrays.setAll(boxed, i -> offsets[i]);
        Arrays.sort(boxed, this::compare);
        long[] sorted = new long[count];
        Arrays.setAll(sorted, i -> boxed[i]);
        return sorted;
    }

    private int compare(long one, long other) {
        byte[] oneIn = chunks.get((int) (one >> 32));
        byte[] otherIn = chunks.get((int) (other >> 32));
        int oneStart = nameStart(oneIn, (int) one);
        int otherStart = nameStart(otherIn, (int) other);
        int oneEnd = fieldEnd(oneIn, oneStart);
        int otherEnd = fieldEnd(otherIn, otherStart);
        int byDepth = Integer.compare(dots(oneIn, oneStart, oneEnd), dots(otherIn, otherStart, otherEnd));
        if (byDepth != 0) {
            return byDepth;
        }
        int byName = Arrays.compareUnsigned(oneIn, oneStart, oneEnd, otherIn, otherStart, otherEnd);
        // The lengths are those of the prefixes, and the prefix packages is the shorter one.
        return byName != 0 ? byName : Integer.compare(oneStart - (int) one, otherStart - (int) other);
    }

    private int nameStart(byte[] in, int start) {
        for (byte[] kind : new byte[][] {packages, legacyPackages}) {
            int end = start + kind.length;
            if (end <= in.length && Arrays.equals(in, start, end, kind, 0, kind.length)) {
                return end;
            }
        }
        return start;
    }

    private static int fieldEnd(byte[] in, int start) {
        int end = start;
        while (in[end] != Segment.END) {
            end++;
        }
        return end;
    }

    private static int dots(byte[] in, int start, int end) {
        int dots = 0;
        for (int i = start; i < end; i++) {
            if (in[i] == '.') {
                dots++;
            }
        }
        return dots;
    }

    /** A builder of a segment. */
    private static final class SegmentBuilder {

        private byte[] text = new byte[CHUNK];
        private int length;
        private long[] capitals = new long[CHUNK >> 6];
        private int[] starts = new int[256];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        boolean hasRoomFor(int more) {
            return isEmpty() || length + more <= CHUNK;
        }

        void add(byte[] in, int start, int end) {
            if (length + end - start > text.length) {
                text = Arrays.copyOf(text, end - start);
                capitals = Arrays.copyOf(capitals, (text.length >> 6) + 1);
            }
            if (size + 1 == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
            }
            for (int i = start; i < end; i++) {
                if (ByteText.isCapital(in[i])) {
                    capitals[length >> 6] |= 1L << (length & 63);
                }
                text[length++] = ByteText.folded(in[i]);
            }
            starts[++size] = length;
        }

        Segment build() {
            return new Segment(
                    new String(text, 0, length, StandardCharsets.ISO_8859_1),
                    Arrays.copyOf(capitals, (length >> 6) + 1),
                    Arrays.copyOf(starts, size + 1));
        }
    }
}
