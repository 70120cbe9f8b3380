package io.github.nixadhoc.internal.text;

import java.util.List;

/** Quotes words so that a POSIX shell reads back exactly the same words. */
public final class ShellQuoting {

    /**
     * The characters without a special meaning in any shell and at any place, besides letters and digits.
     *
     * <p>{@code =} turns the first word into an assignment and {@code ~} is a directory, so both are left out; {@code #}
     * starts a comment only at the beginning of a word.
     */
    private static final String PLAIN = "_@%+:,./^-";

    private ShellQuoting() {}

    /** Returns the words of a command as one line. */
    public static String quote(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(quote(word));
        }
        return line.toString();
    }

    /** Returns a word unchanged if that is safe, and otherwise in single quotes. */
    public static String quote(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; plain && i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            plain = letterOrDigit || PLAIN.indexOf(c) >= 0 || c == '#' && i > 0;
        }
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
