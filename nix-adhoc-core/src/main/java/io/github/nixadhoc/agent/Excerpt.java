package io.github.nixadhoc.agent;

import java.nio.charset.StandardCharsets;

/**
 * The part of an output that a reply shows: from a place on to the end, or of too much the beginning and the end, never with
 * half a character at a cut. How much may be shown is counted in bytes as JSON.
 *
 * @param head the beginning
 * @param leftOut how many bytes are missing between the two
 * @param tail the end; empty if nothing is missing
 * @param next the place where the shown part ends, where the next page begins; of both ends, where the head ends
 * @param total how much there was when it was taken
 */
record Excerpt(String head, long leftOut, String tail, long next, long total) {

    /** What a byte that is no UTF-8 becomes takes three. */
    private static final int REPLACED = 3;

    /** Returns all from a place on, or of too much both ends. */
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

    /** Returns one page from a place on. What was not kept before it counts as left out, after an empty head. */
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

    /** Returns how many of the first bytes make a text of no more than this size, without a part of a character. */
    private static int head(byte[] bytes, int budget) {
        int at = 0;
        int cost = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                // the end cuts a character: the next page has it whole
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

    /** Returns how many of these bytes to skip, so that the rest is a text of no more than this size. */
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

    /** Returns how many bytes the character there has; 1 for what is no UTF-8, 0 for one that the end cuts. */
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

    /** Not so what could be written shorter, surrogates, and what is beyond Unicode. */
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
