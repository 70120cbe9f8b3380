package io.github.nixadhoc.model;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the text form of an {@link Installable}. */
final class InstallableParser {

    private static final String EXPECTED =
            "expected an attribute path (cowsay, python3Packages.black), a flake reference with a fragment"
                    + " (nixpkgs#hello, github:owner/repo#tool, .#app), or a store path, each with an optional"
                    + " selection of outputs (openssl^dev)";

    private static final String NAME = "(?:[A-Za-z0-9_][A-Za-z0-9_+'-]*|\"[^\"\\\\$]+\")";
    private static final Pattern ATTRIBUTE_PATH = Pattern.compile(NAME + "(?:\\." + NAME + ")*");
    private static final Pattern FRAGMENT = Pattern.compile("\\.?" + ATTRIBUTE_PATH.pattern());
    private static final Pattern OUTPUTS =
            Pattern.compile("\\*|[A-Za-z0-9_][A-Za-z0-9_+.?=-]*(?:,[A-Za-z0-9_][A-Za-z0-9_+.?=-]*)*");

    /** An identifier of a registry with an optional branch and revision, a path, or an address with a scheme. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(?:/[^#\\^?:]+)?"
            + "|\\.{1,2}(?:[/?][^#\\^]*)?"
            + "|/[^#\\^]*"
            + "|[A-Za-z][A-Za-z0-9+.-]*:[^#\\^]+");

    private static final Pattern FILE_IN_STORE = Pattern.compile("/.+/[0-9a-df-np-sv-z]{32}-[^/]+/.+");

    private InstallableParser() {}

    static Installable parse(String text) {
        refuseUnprintable(text);
        int caret = text.lastIndexOf('^');
        String name = caret < 0 ? text : text.substring(0, caret);
        List<String> outputs = caret < 0 ? List.of() : outputs(text, text.substring(caret + 1));
        int hash = name.indexOf('#');
        if (hash >= 0) {
            return flakeOutput(text, name.substring(0, hash), name.substring(hash + 1), outputs);
        }
        if (StorePath.isStorePath(name)) {
            return stored(text, StorePath.parse(name), outputs);
        }
        if (ATTRIBUTE_PATH.matcher(name).matches()) {
            return new Installable.Attribute(name, outputs);
        }
        if (FILE_IN_STORE.matcher(name).matches()) {
            throw refused(
                    text,
                    "it is a file in a store path; give the store path alone, or run the file in a shell: "
                            + "shell(…).command(\"" + name + "\")");
        }
        if (REFERENCE.matcher(name).matches()) {
            throw refused(text, "it has no fragment; for the default of that flake write " + name + "#");
        }
        throw refused(text, EXPECTED);
    }

    static String selection(List<String> outputs) {
        return outputs.isEmpty() ? "" : "^" + String.join(",", outputs);
    }

    private static Installable flakeOutput(String text, String reference, String fragment, List<String> outputs) {
        if (!REFERENCE.matcher(reference).matches()) {
            throw refused(text, "\"" + reference + "\" before the # is no flake reference; " + EXPECTED);
        }
        if (!fragment.isEmpty() && !FRAGMENT.matcher(fragment).matches()) {
            throw refused(text, "\"" + fragment + "\" after the # is no attribute path; " + EXPECTED);
        }
        return new Installable.FlakeOutput(reference, fragment, outputs);
    }

    private static Installable stored(String text, StorePath path, List<String> outputs) {
        if (!outputs.isEmpty() && !path.isDerivation()) {
            throw refused(text, "only a store derivation (.drv) has outputs to select from");
        }
        return new Installable.Stored(path, outputs);
    }

    private static List<String> outputs(String text, String selection) {
        if (!OUTPUTS.matcher(selection).matches()) {
            throw refused(text, "\"" + selection + "\" after the ^ is no selection of outputs; expected out,dev or *");
        }
        return List.of(selection.split(",", -1));
    }

    private static void refuseUnprintable(String text) {
        if (text.isEmpty()) {
            throw refused(text, EXPECTED);
        }
        if (text.charAt(0) == '-') {
            throw refused(text, "it begins with a dash and would be taken for an option; " + EXPECTED);
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (isUnprintable(codePoint)) {
                throw refused(text, String.format("it holds the character U+%04X; %s", codePoint, EXPECTED));
            }
        }
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("not an installable: \"" + printable(text) + "\": " + why);
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(200).forEach(codePoint -> {
            if (codePoint != ' ' && isUnprintable(codePoint)) {
                shown.append(String.format("\\u%04x", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
        });
        return shown.toString();
    }
}
