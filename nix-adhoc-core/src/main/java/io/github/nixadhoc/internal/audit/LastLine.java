package io.github.nixadhoc.internal.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The last line of a file, from which the next one follows.
 *
 * @param hash the hash for the next line
 * @param isTorn whether the line has no end, because its writer was killed
 */
record LastLine(String hash, boolean isTorn) {

    private static final int BLOCK = 8192;

    /** Reads the last line. A line of any length takes a bounded amount of memory. */
    static LastLine of(RandomAccessFile open, long size) throws IOException {
        if (size == 0) {
            return new LastLine(ChainedLine.BEGINNING, false);
        }
        open.seek(size - 1);
        boolean isTorn = open.read() != '\n';
        long end = isTorn ? size : size - 1;
        long start = startOf(open, end);
        return new LastLine(hash(open, start, end), isTorn);
    }

    private static long startOf(RandomAccessFile open, long end) throws IOException {
        byte[] block = new byte[BLOCK];
        long from = end;
        while (from > 0) {
            int length = (int) Math.min(BLOCK, from);
            from -= length;
            open.seek(from);
            open.readFully(block, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private static String hash(RandomAccessFile open, long start, long end) throws IOException {
        open.seek(start);
        if (end - start <= ChainedLine.LONGEST) {
            byte[] line = new byte[(int) (end - start)];
            open.readFully(line);
            return ChainedLine.hashOf(new String(line, StandardCharsets.ISO_8859_1));
        }
        MessageDigest digest = ChainedLine.digest();
        byte[] block = new byte[BLOCK];
        for (long left = end - start; left > 0; ) {
            int length = (int) Math.min(BLOCK, left);
            open.readFully(block, 0, length);
            digest.update(block, 0, length);
            left -= length;
        }
        return ChainedLine.hashOf(digest);
    }
}
