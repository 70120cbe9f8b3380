package io.github.nixadhoc.internal.text;

import java.util.List;
import java.util.StringJoiner;

/** Quotes words so that a POSIX shell reads back exactly the same words. */
public final class ShellQuoting {

    /**
     * What no shell gives a meaning, wherever in a command it stands, besides letters and digits.
     *
     * <p>{@code =} makes an assignment of a first word and {@code ~} a directory, so both are left out; {@code #} is a
     * comment only where a word begins.
     */
    private static final String PLAIN = "_@%+:,./^-";

    private ShellQuoting() {}

    /** Returns the words of a command as one line. */
    public static String quote(List<String> words) {
        StringJoiner line = new StringJoiner(" ");
        for (String word : words) {
            line.add(quote(word));
        }
        return line.toString();
    }

    /** Returns a word as it must be typed: as it is where that is safe, else between single quotes. */
    public static String quote(String word) {
        return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && PLAIN.indexOf(c) < 0 && (c != '#' || i == 0)) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
