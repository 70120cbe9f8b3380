package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Locale;

/**
 * A pattern of flake references that are allowed. An asterisk stands for text in which neither a parameter begins, such as
 * {@code ?host=…}, nor a path leads upwards: either would lead to another place than the pattern names. An asterisk alone
 * stands for any reference.
 */
record ReferencePattern(Glob whole) {

    private static final String ANY = "*";
    private static final String SEPARATORS = "/?&=";

    static ReferencePattern of(String text) {
        return new ReferencePattern(Glob.of(text));
    }

    boolean matches(String reference) {
        boolean unrestricted = whole.isPlain() || whole.text().equals(ANY);
        return whole.matches(reference)
                && (unrestricted
                        || parameters(reference) == parameters(whole.text())
                                && !leadsUpwards(reference.substring(literalLength())));
    }

    /** If both have as many, each one of the reference is one of the pattern, and no asterisk stands for one. */
    private static long parameters(String text) {
        return text.chars().filter(c -> c == '?' || c == '&').count();
    }

    /** Returns the length of what is before the part with the first asterisk. */
    private int literalLength() {
        int length = whole.text().indexOf(ANY);
        while (length > 0 && SEPARATORS.indexOf(whole.text().charAt(length - 1)) < 0) {
            length--;
        }
        return length;
    }

    /** Compares in the forms that a URL has for a dot and a slash, too. */
    private static boolean leadsUpwards(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/");
        return List.of(plain.split("[" + SEPARATORS + "]", -1)).contains("..");
    }
}
