package io.github.nixadhoc.internal.text;

import java.util.List;

/** Lists of names in messages. */
public final class Names {

    /** The number of names in a readable list; a package such as coreutils has more than a hundred programs. */
    private static final int MAX_LISTED = 20;

    private Names() {}

    /** Returns the names, or the first of them and the number of the others. */
    public static String listed(List<String> names) {
        return names.size() <= MAX_LISTED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_LISTED)) + " and " + (names.size() - MAX_LISTED) + " more";
    }
}
