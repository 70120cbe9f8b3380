package io.github.nixadhoc.internal.text;

import java.util.List;

/** Lists names in a message. */
public final class Names {

    /** More is not read: a package such as coreutils has more than a hundred programs. */
    private static final int SHOWN = 20;

    private Names() {}

    /** Returns the names, or the first of them and how many more there are. */
    public static String listed(List<String> names) {
        return names.size() <= SHOWN
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
    }
}
