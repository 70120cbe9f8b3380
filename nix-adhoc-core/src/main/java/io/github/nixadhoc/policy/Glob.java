package io.github.nixadhoc.policy;

import java.util.List;

/**
 * A pattern in which an asterisk matches any text, and every other character matches itself.
 *
 * <p>The time of a comparison is at most the product of both lengths, without recursion: a regular expression for several
 * asterisks could take for ever.
 */
record Glob(String text) {

    private static final char ANY = '*';

    Glob {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a pattern must not be empty");
        }
    }

    static Glob of(String text) {
        return new Glob(text);
    }

    static List<Glob> all(String... texts) {
        return List.of(texts).stream().map(Glob::of).toList();
    }

    boolean isPlain() {
        return text.indexOf(ANY) < 0;
    }

    /** Lets the last asterisk take one more character after each mismatch. What an earlier one takes can stay as it is. */
    boolean matches(String value) {
        int at = 0;
        int inPattern = 0;
        int asterisk = -1;
        int taken = 0;
        while (at < value.length()) {
            if (inPattern < text.length() && text.charAt(inPattern) == ANY) {
                asterisk = inPattern;
                taken = at;
                inPattern++;
            } else if (inPattern < text.length() && text.charAt(inPattern) == value.charAt(at)) {
                inPattern++;
                at++;
            } else if (asterisk >= 0) {
                taken++;
                at = taken;
                inPattern = asterisk + 1;
            } else {
                return false;
            }
        }
        while (inPattern < text.length() && text.charAt(inPattern) == ANY) {
            inPattern++;
        }
        return inPattern == text.length();
    }

    static boolean any(List<Glob> globs, String value) {
        for (Glob glob : globs) {
            if (glob.matches(value)) {
                return true;
            }
        }
        return false;
    }
}
