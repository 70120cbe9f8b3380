package io.github.nixadhoc.internal.text;

import java.util.regex.Pattern;

/** The plain text of output that is meant for a terminal. */
public final class PlainText {

    /** The length at which lines are cut; longer ones are base64 or similar. */
    private static final int MAX_LINE = 2000;

    private static final Pattern ESCAPES = Pattern.compile(
            "\\u001B(?:\\[[0-9;:?]*[ -/]*[@-~]|\\][^\\u0007\\u001B]*(?:\\u0007|\\u001B\\\\)?|[@-Z\\\\^_])?");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    /** All control characters but the tab, and the characters that change the direction of a text. */
    private static final Pattern TERMINAL_CONTROLS =
            Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private PlainText() {}

    /** Returns the text without colours, other escapes and control characters; line ends and tabs stay. */
    public static String of(String text) {
        return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
    }

    /** Returns the same for a single line, which is cut if it is too long. */
    public static String line(String line) {
        String cut = line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + " […]" : line;
        return of(cut);
    }

    /**
     * Returns the text on one line, with a question mark for each character that could control the terminal; tabs stay.
     */
    public static String masked(String text) {
        return TERMINAL_CONTROLS.matcher(text).replaceAll("?");
    }
}
