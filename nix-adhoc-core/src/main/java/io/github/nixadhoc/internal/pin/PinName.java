package io.github.nixadhoc.internal.pin;

import java.util.regex.Pattern;

/** The rules for the names of pins, which are also names of folders. */
public final class PinName {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+@-]{0,99}");

    private PinName() {}

    /**
     * Returns a valid name.
     *
     * @throws IllegalArgumentException if the name is not valid
     */
    public static String require(String name) {
        if (!isValid(name)) {
            String printable = name.substring(0, Math.min(name.length(), 110)).replaceAll("\\p{Cntrl}", "?");
            throw new IllegalArgumentException(
                    "not a name for a pin: \"" + printable + "\"; expected 1 to 100 of A-Z, a-z,"
                            + " 0-9 and _ . + @ -, the first a letter, a digit or _, and no two dots in a row");
        }
        return name;
    }

    static boolean isValid(String name) {
        return FORM.matcher(name).matches() && !name.contains("..");
    }
}
