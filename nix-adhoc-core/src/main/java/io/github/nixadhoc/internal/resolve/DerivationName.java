package io.github.nixadhoc.internal.resolve;

/** Splits names like {@code builtins.parseDrvName}: the version begins after the first dash that no letter follows. */
final class DerivationName {

    private DerivationName() {}

    static String base(String name) {
        int dash = dash(name);
        return dash < 0 ? name : name.substring(0, dash);
    }

    static String version(String name) {
        int dash = dash(name);
        return dash < 0 ? "" : name.substring(dash + 1);
    }

    private static int dash(String name) {
        for (int i = 0; i + 1 < name.length(); i++) {
            if (name.charAt(i) == '-' && !isLetter(name.charAt(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
