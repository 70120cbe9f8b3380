package io.github.nixadhoc.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes replies that are no longer than they may be, whatever is in them. */
final class ReplyText {

    private static final int NAME_CHARS = 100;

    private static final String CUT = "\n[… the rest is left out …]";

    /** What begins a line, steers a terminal, turns the direction of writing or cannot be seen, and halves of characters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]+");

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

    /** Returns names that somebody else has given, each in one short line. */
    static List<String> names(List<String> names) {
        return names.stream().map(name -> line(name, NAME_CHARS)).toList();
    }

    /** Returns a text of somebody else's in one line of at most this many characters. */
    static String line(String text, int maxChars) {
        String plain = UNSEEN.matcher(text).replaceAll(" ").strip();
        if (plain.length() <= maxChars) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return plain.substring(0, end) + "…";
    }
}
