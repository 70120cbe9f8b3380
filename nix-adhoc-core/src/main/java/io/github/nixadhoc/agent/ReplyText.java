package io.github.nixadhoc.agent;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes replies that are no longer than they may be, whatever is in them. */
final class ReplyText {

    private static final String CUT = "\n[… the rest is left out …]";

    private ReplyText() {}

    static ToolReply reply(ToolStatus status, String text, Map<String, Object> fields, int maxBytes) {
        return new ToolReply(status, bounded(text, maxBytes), fields);
    }

    static String bounded(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3 || size(text) <= maxBytes) {
            return text;
        }
        int end = Math.min(text.length(), maxBytes);
        int room = maxBytes - size(CUT);
        while (size(text.substring(0, end)) > room) {
            end -= Math.max(1, (size(text.substring(0, end)) - room) / 3);
        }
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + CUT;
    }

    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns a text of somebody else's in one line of at most this many characters. */
    static String line(String text, int maxChars) {
        String plain = text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
        return plain.length() <= maxChars ? plain : plain.substring(0, maxChars) + "…";
    }
}
