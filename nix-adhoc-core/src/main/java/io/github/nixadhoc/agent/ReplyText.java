package io.github.nixadhoc.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes replies of limited size. */
final class ReplyText {

    private static final int NAME_CHARS = 100;

    /** The size that frameworks add to text and fields. */
    private static final int FRAME = 128;

    private static final int MARK = 64;

    /** Line ends, control characters, changes of the direction of writing, invisible characters and lone surrogates. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private ReplyText() {}

    static ToolReply reply(ToolStatus status, String text, Map<String, Object> fields, int maxBytes) {
        return ToolReply.of(status, bounded(wellFormed(text), room(fields, maxBytes)), fields);
    }

    /** Returns the number of bytes of JSON that the fields leave to the text. */
    static int room(Map<String, Object> fields, int maxBytes) {
        return maxBytes - FRAME - JsonSize.of(fields);
    }

    /** Some frameworks cannot send a lone surrogate, which a model can write as an escape. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * Returns a text of limited size as JSON: the whole text, or both ends and the number of bytes left out between them.
     */
    static String bounded(String text, int maxBytes) {
        if (JsonSize.of(text) <= maxBytes) {
            return text;
        }
        int half = Math.max(0, (maxBytes - MARK) / 2);
        int head = headEnd(text, half);
        int tail = tailStart(text, half);
        return text.substring(0, head) + "\n[… " + size(text.substring(head, tail)) + " bytes left out …]\n"
                + text.substring(tail);
    }

    private static int headEnd(String text, int budget) {
        int end = 0;
        for (int left = budget - JsonSize.ofUnit(text.charAt(0)); left >= 0; ) {
            end++;
            left -= JsonSize.ofUnit(text.charAt(end));
        }
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static int tailStart(String text, int budget) {
        int start = text.length();
        for (int left = budget - JsonSize.ofUnit(text.charAt(start - 1)); left >= 0; ) {
            start--;
            left -= JsonSize.ofUnit(text.charAt(start - 1));
        }
        return start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start;
    }

    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns foreign names, each in one short line. */
    static List<String> names(List<String> names) {
        return names.stream().map(name -> line(name, NAME_CHARS)).toList();
    }

    /** Returns a foreign text in one line of at most so many characters. */
    static String line(String text, int maxChars) {
        String plain = UNSEEN.matcher(text).replaceAll(" ").strip();
        if (plain.length() <= maxChars) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return plain.substring(0, end) + "…";
    }
}
