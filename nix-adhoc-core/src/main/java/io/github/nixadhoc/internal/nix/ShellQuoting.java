package io.github.nixadhoc.internal.nix;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quotes words so that a POSIX shell reads back exactly the same words. */
public final class ShellQuoting {

    /**
     * What no shell gives a meaning, wherever in a command it stands.
     *
     * <p>{@code =} makes an assignment of a first word and {@code ~} a directory, so both are left out; {@code #} is a
     * comment only where a word begins.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./^-][A-Za-z0-9_@%+:,./^#-]*");

    private ShellQuoting() {}

    /** Returns the words of a command as one line. */
    public static String quote(List<String> words) {
        return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
    }

    /** Returns a word as it must be typed: as it is where that is safe, else between single quotes. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
