package io.github.nixadhoc.model;

import io.github.nixadhoc.internal.text.Unseen;
import io.github.nixadhoc.internal.text.UserInfo;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text form of an {@link Installable}: reads it, and checks the parts of one that is made otherwise.
 *
 * <p>Repeated groups are possessive, since Java matches any other by recursion, which ends in a {@link StackOverflowError}
 * for a long text.
 */
final class InstallableParser {

    private static final String EXPECTED =
            "expected an attribute path (cowsay, python3Packages.black), a flake reference with or without a fragment"
                    + " (nixpkgs#hello, github:owner/repo, .#app), or a store path, each with an optional"
                    + " selection of outputs (openssl^dev)";

    private static final String BARE_NAME = "[A-Za-z0-9_][A-Za-z0-9_+'-]*+";
    private static final String NAME = "(?:" + BARE_NAME + "|\"(?:[^\"\\\\]|\\\\.)*+\")";
    private static final Pattern BEFORE_QUOTES = Pattern.compile("(?:" + BARE_NAME + "\\.)*+\"");
    private static final Pattern ATTRIBUTE_PATH = Pattern.compile(NAME + "(?:\\." + NAME + ")*+");
    private static final Pattern FRAGMENT = Pattern.compile("\\.?" + ATTRIBUTE_PATH.pattern());
    private static final Pattern OUTPUT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+.?=-]*");

    /** An identifier of a registry with an optional branch and revision, a path, or an address with a scheme. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(?:/[^#\\^?:]+)?"
            + "|\\.{1,2}(?:[/?][^#\\^]*)?"
            + "|/[^#\\^]*"
            + "|[A-Za-z][A-Za-z0-9+.-]*:[^#\\^]+");

    private static final Pattern FILE_IN_STORE = Pattern.compile("/.+/[0-9a-df-np-sv-z]{32}-[^/]+/.+");

    private InstallableParser() {}

    static Installable parse(String text) {
        int caret = caret(text);
        String name = caret < 0 ? text : text.substring(0, caret);
        List<String> outputs =
                caret < 0 ? List.of() : List.of(text.substring(caret + 1).split(",", -1));
        int hash = hash(name);
        if (hash >= 0) {
            return new Installable.FlakeOutput(name.substring(0, hash), name.substring(hash + 1), outputs);
        }
        if (StorePath.isStorePath(name)) {
            return new Installable.Stored(StorePath.parse(name), outputs);
        }
        if (ATTRIBUTE_PATH.matcher(name).matches()) {
            return new Installable.Attribute(name, outputs);
        }
        refuseUnprintable(text);
        if (FILE_IN_STORE.matcher(name).matches()) {
            throw refused(
                    text,
                    "it is a file in a store path; give the store path alone, or run the file in a shell: "
                            + "shell(…).command(\"" + printable(name) + "\")");
        }
        if (REFERENCE.matcher(name).matches()) {
            return new Installable.FlakeOutput(name, "", outputs);
        }
        throw refused(text, EXPECTED);
    }

    static String selection(List<String> outputs) {
        return outputs.isEmpty() ? "" : "^" + String.join(",", outputs);
    }

    /** Insists that {@link #parse} reads the text of an attribute as the same attribute. */
    static void requireAttribute(String path, List<String> outputs) {
        String text = path + selection(outputs);
        refuseUnprintable(text);
        if (!ATTRIBUTE_PATH.matcher(path).matches()) {
            throw refused(text, "\"" + printable(path) + "\" is no attribute path; " + EXPECTED);
        }
        requireOutputs(text, path, outputs);
    }

    /** Insists that {@link #parse} reads the text of an output of a flake as the same output. */
    static void requireFlakeOutput(String reference, String fragment, List<String> outputs) {
        String text = reference + "#" + fragment + selection(outputs);
        refuseUnprintable(text);
        if (!REFERENCE.matcher(reference).matches()) {
            throw refused(
                    text,
                    "\"" + printable(UserInfo.masked(reference)) + "\" before the # is no flake reference; "
                            + EXPECTED);
        }
        if (UserInfo.hasSecret(reference)) {
            throw refused(UserInfo.masked(text), UserInfo.PROBLEM);
        }
        if (!fragment.isEmpty() && !FRAGMENT.matcher(fragment).matches()) {
            throw refused(
                    text,
                    "\"" + printable(fragment) + "\" after the # is no attribute path; "
                            + quoting(reference, fragment));
        }
        requireOutputs(text, fragment, outputs);
    }

    /** Insists that {@link #parse} reads the text of a stored object as the same object. */
    static void requireStored(StorePath path, List<String> outputs) {
        String text = path + selection(outputs);
        refuseUnprintable(text);
        if (!outputs.isEmpty() && !path.isDerivation()) {
            throw refused(text, "only a store derivation (.drv) has outputs to select from");
        }
        requireOutputs(text, path.value(), outputs);
    }

    private static boolean areNames(List<String> outputs) {
        for (String output : outputs) {
            if (!OUTPUT.matcher(output).matches()) {
                return false;
            }
        }
        return true;
    }

    private static void requireOutputs(String text, String name, List<String> outputs) {
        if (!outputs.equals(List.of("*")) && !areNames(outputs)) {
            throw refused(
                    text,
                    "\"" + printable(String.join(",", outputs))
                            + "\" after the ^ is no selection of outputs; expected out,dev or *");
        }
        if (caret(name) >= 0) {
            throw refused(text, "its name holds a ^, which begins the selection of outputs; " + EXPECTED);
        }
    }

    private static void refuseUnprintable(String text) {
        if (text.isEmpty()) {
            throw refused(text, EXPECTED);
        }
        if (text.charAt(0) == '-') {
            throw refused(text, "it begins with a dash and would be taken for an option; " + EXPECTED);
        }
        int hash = hash(text);
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            boolean isPlain = codePoint > ' ' && codePoint < 0x7F;
            if (!isPlain && isUnprintable(codePoint) && !(quoted && codePoint == ' ')) {
                throw refused(
                        text, String.format("it holds the character U+%04X; %s", codePoint, insteadOf(text, i, hash)));
            }
            if (i > hash && codePoint == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = quoted && codePoint == '\\' && !escaped;
        }
    }

    /** Returns what to write in place of a text with an unprintable character. */
    private static String insteadOf(String text, int index, int hash) {
        if (text.charAt(index) != ' ' || hash < 0) {
            return EXPECTED;
        }
        String reference = printable(UserInfo.masked(text.substring(0, hash)));
        return index > hash
                ? "a name with a space needs quotes: " + reference + "#\"a name\""
                : "Nix 2.8 takes no path with a space; write ." + printable(text.substring(hash))
                        + " and give directory(…) the path: " + reference;
    }

    /** Returns the index of the # before an attribute path; -1 if there is none. A quoted name may contain one. */
    private static int hash(String text) {
        return BEFORE_QUOTES.matcher(text).lookingAt() ? -1 : text.indexOf('#');
    }

    /** Returns the index of the last ^ outside of quoted names; -1 if there is none. */
    private static int caret(String text) {
        int caret = text.lastIndexOf('^');
        return caret >= 0 && isQuoted(text, caret) ? -1 : caret;
    }

    /** Returns whether a character is part of a quoted name. Only an attribute path has such names, no flake reference. */
    private static boolean isQuoted(String text, int index) {
        boolean quoted = false;
        for (int i = hash(text) + 1; i < index; i++) {
            char one = text.charAt(i);
            if (quoted && one == '\\') {
                i++;
            } else if (one == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    /** Returns the advice to quote the names of an attribute path that need it. */
    private static String quoting(String reference, String fragment) {
        if (fragment.indexOf('"') >= 0 || fragment.indexOf('\\') >= 0) {
            return EXPECTED;
        }
        String quoted = Stream.of(fragment.split("\\.", -1))
                .map(name -> name.matches(BARE_NAME) ? name : "\"" + name + "\"")
                .collect(Collectors.joining("."));
        return "a name with other characters than letters, digits and _ + ' - needs quotes: "
                + printable(UserInfo.masked(reference)) + "#" + printable(quoted);
    }

    private static boolean isUnprintable(int codePoint) {
        return codePoint == ' ' || Unseen.is(codePoint);
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("not an installable: \"" + printable(UserInfo.masked(text)) + "\": " + why);
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
