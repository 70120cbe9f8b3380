package io.github.nixadhoc.agent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The section in a text: its place, and the text that was added with it.
 *
 * <p>The first marker records the addition: a number of newlines, or the whole file.
 *
 * @param begin the begin of the first marker
 * @param end the end of the last marker
 * @param added the addition that the first marker records
 * @param newline the line end in the section
 */
record MarkedSection(int begin, int end, String added, String newline) {

    /** The record of the first marker in a file that was created for the section. */
    static final String FILE = "file";

    private static final String BEGIN = "<!-- nix-adhoc:begin";
    private static final String END = "<!-- nix-adhoc:end";

    private static final Pattern BEGIN_LINE =
            Pattern.compile(Pattern.quote(BEGIN) + " added=(file|[012]) [^\r\n]*?-->(\r?\n)");

    private static final Pattern END_MARKER = Pattern.compile(Pattern.quote(END) + " -->");

    /**
     * Returns the section of a text.
     *
     * @return the section; null if there is none
     * @throws IllegalArgumentException if there is a part of a section, or more than one; the message names the problem
     */
    static @Nullable MarkedSection in(String text) {
        int begins = count(text, BEGIN);
        int ends = count(text, END);
        if (begins == 0 && ends == 0) {
            return null;
        }
        if (begins != 1 || ends != 1) {
            throw new IllegalArgumentException("it has " + begins + " markers that begin a section (" + BEGIN
                    + " … -->) and " + ends + " that end one (" + END + " -->), where one of each belongs");
        }
        Matcher begin = BEGIN_LINE.matcher(text);
        Matcher end = END_MARKER.matcher(text);
        if (!begin.find() || !end.find()) {
            throw new IllegalArgumentException("one of its markers is damaged: " + BEGIN + " … -->, " + END + " -->");
        }
        if (end.start() < begin.end()) {
            throw new IllegalArgumentException("the marker that ends the section stands before the one that begins it");
        }
        return new MarkedSection(begin.start(), end.end(), begin.group(1), begin.group(2));
    }

    private static int count(String text, String marker) {
        int count = 0;
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
            count++;
        }
        return count;
    }

    /** Returns a text with a section at its end. */
    static String append(String text, String body) {
        String newline = text.indexOf("\r\n") >= 0 && text.indexOf("\r\n") == text.indexOf('\n') - 1 ? "\r\n" : "\n";
        // The byte order mark of UTF-16 alone is no text.
        boolean empty = text.isEmpty() || text.equals("\uFEFF");
        int missing = empty || text.endsWith(newline + newline) ? 0 : text.endsWith("\n") ? 1 : 2;
        return text + newline.repeat(missing) + render(String.valueOf(missing), body, newline) + newline;
    }

    /** Returns the text of a file that holds a section and nothing else. */
    static String alone(String body) {
        return render(FILE, body, "\n") + "\n";
    }

    /** Returns a text with the content of this section of it replaced. */
    String replacedIn(String text, String body) {
        return text.substring(0, begin) + render(added, body, newline) + text.substring(end);
    }

    /** Returns a text without this section, and without the newlines that were added with it. */
    String removedFrom(String text) {
        String before = text.substring(0, begin);
        String after = text.substring(end);
        after = after.startsWith(newline) ? after.substring(newline.length()) : after;
        int newlines = added.equals(FILE) ? 0 : Integer.parseInt(added);
        // Text that was written after the section must not continue the last line before it.
        boolean keepsLines = !after.isEmpty();
        while (newlines > 0 && before.endsWith(newline)) {
            String shorter = before.substring(0, before.length() - newline.length());
            if (keepsLines && !shorter.endsWith("\n")) {
                break;
            }
            before = shorter;
            newlines--;
        }
        return before + after;
    }

    private static String render(String added, String body, String newline) {
        String section =
                BEGIN + " added=" + added + " written by nix-adhoc, which replaces all up to the end marker -->\n"
                        + body
                        + END + " -->";
        return section.replace("\n", newline);
    }
}
