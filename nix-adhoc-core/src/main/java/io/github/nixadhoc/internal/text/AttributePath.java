package io.github.nixadhoc.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parsed fragment of an installable.
 *
 * @param names the attribute names without quotes; none for the default of a flake
 * @param fromRoot whether the fragment begins with a dot, which limits the look-up to the root of the flake
 */
public record AttributePath(List<String> names, boolean fromRoot) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_'-]*");
    private static final Pattern WITHOUT_QUOTES = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+'-]*");
    private static final Pattern NAME = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|([^.\"]+)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\])");

    public AttributePath {
        names = List.copyOf(names);
    }

    /** Returns the attribute path that a fragment has the text of; the fragment has to be that of an installable. */
    public static AttributePath parse(String fragment) {
        boolean fromRoot = fragment.startsWith(".");
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(fragment);
        while (matcher.find()) {
            names.add(
                    matcher.group(1) != null ? ESCAPE.matcher(matcher.group(1)).replaceAll("$1") : matcher.group(2));
        }
        return new AttributePath(names, fromRoot);
    }

    /** Returns names as Nix prints them, with quotes where necessary. */
    public static String quoted(List<String> names) {
        return joined(names, PLAIN);
    }

    /**
     * Returns names as an installable contains them, with quotes where necessary. A quote or a backslash in a name is
     * escaped by a backslash; the command line of Nix has no form for a name with a quote.
     */
    public static String fragment(List<String> names) {
        return joined(names, WITHOUT_QUOTES);
    }

    private static String joined(List<String> names, Pattern plain) {
        return names.stream()
                .map(name -> plain.matcher(name).matches() ? name : "\"" + escaped(name) + "\"")
                .collect(Collectors.joining("."));
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
