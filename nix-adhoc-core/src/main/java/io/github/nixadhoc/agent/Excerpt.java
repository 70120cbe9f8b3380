package io.github.nixadhoc.agent;

import java.nio.charset.StandardCharsets;

/**
 * The part of an output that a reply shows: everything from an offset to the end, or the beginning and the end if that is
 * too long. It never cuts a character. Its size is limited in bytes of JSON.
 *
 * @param head the beginning
 * @param leftOut the number of bytes that are left out between the two
 * @param tail the end; empty if nothing is left out
 * @param next the offset at which the next page begins: the end of the page, or the end of the head if both ends are
 *     shown
 * @param total the size of the output at that time
 */
record Excerpt(String head, long leftOut, String tail, long next, long total) {

    /** The replacement of a byte that is not UTF-8 has three bytes. */
    private static final int REPLACED = 3;

    /** Returns everything from an offset, or both ends if that is too long. */
    static Excerpt ends(BoundedOutput output, long from, int budget) {
        synchronized (output) {
            return endsOf(output, from, budget);
        }
    }

    private static Excerpt endsOf(BoundedOutput output, long from, int budget) {
        long total = output.total();
        long start = output.keptFrom(from);
        byte[] all = output.read(start, budget);
        if (start == from && start + all.length == total && head(all, budget) == all.length) {
            return new Excerpt(text(all, 0, all.length), 0, "", total, total);
        }
        byte[] first = output.read(from, budget / 2);
        int headSize = head(first, budget / 2);
        long tailFrom = output.keptToEndFrom(Math.max(from + headSize, total - budget / 2));
        byte[] last = output.read(tailFrom, budget / 2);
        int skipped = tail(last, budget / 2);
        return new Excerpt(
                text(first, 0, headSize),
                tailFrom + skipped - from - headSize,
                text(last, skipped, last.length - skipped),
                from + headSize,
                total);
    }

    /** Returns one page from an offset. Bytes before it that were not kept count as left out, after an empty head. */
    static Excerpt page(BoundedOutput output, long from, int budget) {
        synchronized (output) {
            return pageOf(output, from, budget);
        }
    }

    private static Excerpt pageOf(BoundedOutput output, long from, int budget) {
        long start = output.keptFrom(from);
        byte[] bytes = output.read(start, budget);
        int size = head(bytes, budget);
        String text = text(bytes, 0, size);
        long next = start + size;
        long total = output.total();
        return start == from ? new Excerpt(text, 0, "", next, total) : new Excerpt("", start - from, text, next, total);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** Returns the number of first bytes that fit into a budget, without a part of a character. */
    private static int head(byte[] bytes, int budget) {
        int at = 0;
        int cost = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                // the end cuts a character, which the next page has whole
                return at == 0 ? bytes.length : at;
            }
            cost += cost(bytes, at);
            if (cost > budget) {
                return at;
            }
            at += length;
        }
        return at;
    }

    /** Returns the number of bytes to skip, so that the rest fits into a budget. */
    private static int tail(byte[] bytes, int budget) {
        int start = 0;
        while (start < Math.min(3, bytes.length) && (bytes[start] & 0xC0) == 0x80) {
            start++;
        }
        int cost = 0;
        for (int at = start; at < bytes.length; at += length(bytes, at)) {
            cost += cost(bytes, at);
        }
        while (cost > budget && start < bytes.length) {
            cost -= cost(bytes, start);
            start += length(bytes, start);
        }
        return start;
    }

    private static int length(byte[] bytes, int at) {
        return Math.max(1, sequence(bytes, at));
    }

    private static int cost(byte[] bytes, int at) {
        int length = sequence(bytes, at);
        if (length > 1) {
            return JsonSize.ofCharacter(length);
        }
        return bytes[at] >= 0 ? JsonSize.ofAscii(bytes[at]) : REPLACED;
    }

    /**
     * Returns the number of bytes of a character; 1 for a byte that is not UTF-8, 0 for a character that the end cuts.
     */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xC2 || first > 0xF4 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        for (int i = 1; i < length; i++) {
            if (at + i >= bytes.length) {
                return 0;
            }
            int next = bytes[at + i] & 0xFF;
            if ((next & 0xC0) != 0x80 || i == 1 && !canFollow(first, next)) {
                return 1;
            }
        }
        return length;
    }

    /** UTF-8 excludes overlong forms, surrogates and values beyond Unicode. */
    private static boolean canFollow(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
