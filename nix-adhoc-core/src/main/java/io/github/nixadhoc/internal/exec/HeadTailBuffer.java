package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Overflow;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * A buffer of the first and the last bytes of a stream, which counts the dropped bytes between them.
 *
 * <p>It grows with the stream, because the limit is megabytes and most programs print a few lines.
 */
final class HeadTailBuffer {

    private static final byte[] NOTHING = new byte[0];

    private final int headLimit;
    private final int tailLimit;
    private byte[] head = NOTHING;
    private int headSize;
    private byte[] tail = NOTHING;
    private int tailSize;
    // the index of the oldest byte of a full tail, which the next byte replaces
    private int tailStart;
    private long total;

    HeadTailBuffer(long maxBytes, Overflow overflow) {
        int max = Math.toIntExact(maxBytes);
        headLimit = switch (overflow) {
            case KEEP_HEAD_AND_TAIL -> max - max / 2;
            case KEEP_TAIL -> 0;
            case FAIL -> max;
        };
        tailLimit = max - headLimit;
    }

    void append(byte[] bytes, int length) {
        total += length;
        int toHead = Math.min(length, headLimit - headSize);
        if (toHead > 0) {
            head = withCapacity(head, headSize, toHead, headLimit);
            System.arraycopy(bytes, 0, head, headSize, toHead);
            headSize += toHead;
        }
        int from = Math.max(toHead, length - tailLimit);
        if (from < length) {
            appendToTail(bytes, from, length - from);
        }
    }

    private void appendToTail(byte[] bytes, int offset, int length) {
        int toEnd = Math.min(length, tailLimit - tailSize);
        if (toEnd > 0) {
            tail = withCapacity(tail, tailSize, toEnd, tailLimit);
            System.arraycopy(bytes, offset, tail, tailSize, toEnd);
            tailSize += toEnd;
        }
        int remaining = length - toEnd;
        int position = offset + toEnd;
        while (remaining > 0) {
            int run = Math.min(remaining, tailLimit - tailStart);
            System.arraycopy(bytes, position, tail, tailStart, run);
            tailStart = (tailStart + run) % tailLimit;
            position += run;
            remaining -= run;
        }
    }

    private static byte[] withCapacity(byte[] array, int used, int more, int limit) {
        int needed = used + more;
        if (needed <= array.length) {
            return array;
        }
        long doubled = Math.max(needed, 2L * array.length);
        return Arrays.copyOf(array, (int) Math.min(doubled, limit));
    }

    long total() {
        return total;
    }

    boolean overflowed() {
        return total > (long) headLimit + tailLimit;
    }

    /** Returns the position in the stream of the first kept byte at or after a position. */
    long firstKept(long from) {
        return from < headSize ? from : Math.max(from, total - tailSize);
    }

    /** Copies the contiguous kept bytes from a position on, as many as fit, and returns their number. */
    int copy(long from, byte[] target) {
        if (from < headSize) {
            int length = (int) Math.min(target.length, headSize - from);
            System.arraycopy(head, (int) from, target, 0, length);
            return length;
        }
        int index = (int) (from - (total - tailSize));
        // only a full tail is a ring
        int start = tailSize < tailLimit ? index : (tailStart + index) % tailLimit;
        int length = Math.min(target.length, Math.min(tailSize - index, tailSize - start));
        System.arraycopy(tail, start, target, 0, length);
        return length;
    }

    CapturedOutput captured(Charset charset) {
        byte[] last = new byte[tailSize];
        System.arraycopy(tail, tailStart, last, 0, tailSize - tailStart);
        System.arraycopy(tail, 0, last, tailSize - tailStart, tailStart);
        return CapturedOutput.of(Arrays.copyOf(head, headSize), total - headSize - tailSize, last, charset);
    }
}
