package io.github.nixadhoc.internal.search;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A translator of the regular expressions of {@code nix search} (POSIX extended, ASCII case-insensitive) into Java
 * patterns. It refuses the same expressions as Nix 2.8 to 2.34.
 */
public final class SearchPattern {

    private static final String SPECIAL = ".[\\()*+?{|^$";
    private static final int MAX_COUNT = 1000;

    /** Groups within one another are read by recursion, here and in Java. */
    private static final int MAX_DEPTH = 50;

    /** Case is ignored in these classes too, so lower and upper equal alpha. */
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Alpha}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\s"),
            Map.entry("upper", "\\p{Alpha}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private final String regex;
    private int at;
    private int depth;

    private SearchPattern(String regex) {
        this.regex = regex;
    }

    /**
     * Returns the Java pattern with the same matches.
     *
     * @param regex the regular expression
     * @throws IllegalArgumentException if Nix would refuse the expression; the message names the position and the
     *     reason
     */
    public static Pattern compile(String regex) {
        SearchPattern parser = new SearchPattern(regex);
        String translated = parser.alternatives();
        if (parser.hasMore()) {
            throw parser.refused("there is no ( for this )");
        }
        return Pattern.compile(translated, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private String alternatives() {
        StringBuilder translated = new StringBuilder();
        while (hasMore() && peek() != ')') {
            translated.append(peek() == '|' ? String.valueOf((char) next()) : term());
        }
        return translated.toString();
    }

    private String term() {
        int first = next();
        if (first == '^' || first == '$') {
            refuseQuantifier("a position cannot be repeated");
            return first == '^' ? "\\A" : "\\z";
        }
        String atom = atom(first);
        for (int i = 0; hasMore() && "*+?{".indexOf(peek()) >= 0; i++) {
            if (i == MAX_DEPTH) {
                throw refused("more than " + MAX_DEPTH + " repetitions of one another");
            }
            atom = "(?:" + atom + quantifier() + ")";
        }
        return atom;
    }

    private String atom(int first) {
        return switch (first) {
            case '(' -> group();
            case '[' -> brackets();
            case '.' -> ".";
            case '\\' -> escaped();
            case '*', '+', '?', '{' -> {
                at--;
                throw refused("there is nothing to repeat; write \\" + (char) first + " for the character");
            }
            case 0 -> throw refused("NUL cannot be passed to a process");
            default -> literal(first);
        };
    }

    private String group() {
        int start = at - 1;
        depth++;
        if (depth > MAX_DEPTH) {
            throw refused("more than " + MAX_DEPTH + " groups within one another");
        }
        String inner = alternatives();
        depth--;
        if (!hasMore()) {
            at = start;
            throw refused("there is no ) for this (");
        }
        at++;
        return "(?:" + inner + ")";
    }

    private String escaped() {
        if (!hasMore()) {
            throw refused("it ends in a backslash");
        }
        int character = next();
        if (SPECIAL.indexOf(character) < 0) {
            at -= Character.charCount(character);
            throw refused("a backslash is for the characters " + SPECIAL
                    + " only; for classes write [[:digit:]], [[:space:]], [[:alnum:]_]");
        }
        return literal(character);
    }

    private String quantifier() {
        int kind = next();
        if (kind != '{') {
            return String.valueOf((char) kind);
        }
        int end = regex.indexOf('}', at);
        String range = end < 0 ? "" : regex.substring(at, end);
        String[] bounds = range.split(",", -1);
        boolean wellFormed = range.matches("\\d{1,9}(?:,\\d{0,9})?");
        if (!wellFormed || bounds.length == 2 && !bounds[1].isEmpty() && count(bounds[0]) > count(bounds[1])) {
            throw refused("{ begins a number of repetitions, {2}, {2,} or {2,5}; write \\{ for the character");
        }
        for (String bound : bounds) {
            if (!bound.isEmpty() && count(bound) > MAX_COUNT) {
                throw refused("more than " + MAX_COUNT + " repetitions");
            }
        }
        at = end + 1;
        return "{" + range + "}";
    }

    private static int count(String digits) {
        return Integer.parseInt(digits);
    }

    private String brackets() {
        int start = at - 1;
        StringBuilder translated = new StringBuilder("[");
        if (hasMore() && peek() == '^') {
            at++;
            translated.append('^');
        }
        boolean first = true;
        while (hasMore() && (first || peek() != ']')) {
            translated.append(member(start, first));
            first = false;
        }
        if (!hasMore()) {
            at = start;
            throw refused("there is no ] for this [");
        }
        at++;
        return translated.append(']').toString();
    }

    private String member(int start, boolean first) {
        if (regex.startsWith("[:", at)) {
            String name = named(":]", start);
            String translated = CLASSES.get(name);
            if (translated == null) {
                throw refused("there is no class [:" + name + ":]");
            }
            return translated;
        }
        if (!first && peek() == '-' && !regex.startsWith("-]", at)) {
            throw refused("between [ and ], - stands between two characters, or is the first or the last");
        }
        int from = character(start);
        if (!hasMore() || peek() != '-' || regex.startsWith("-]", at)) {
            return literal(from);
        }
        at++;
        if (!hasMore()) {
            return literal(from);
        }
        int to = character(start);
        if (to < from) {
            throw refused("a range that ends before it begins");
        }
        return literal(from) + "-" + literal(to);
    }

    private int character(int start) {
        for (String kind : new String[] {".", "="}) {
            if (regex.startsWith("[" + kind, at)) {
                String name = named(kind + "]", start);
                if (name.codePointCount(0, name.length()) != 1) {
                    throw refused("[" + kind + " and " + kind + "] are for a single character");
                }
                return name.codePointAt(0);
            }
        }
        return next();
    }

    private String named(String close, int start) {
        int end = regex.indexOf(close, at + 2);
        if (end < 0) {
            at = start;
            throw refused("there is no " + close + " within this [");
        }
        String name = regex.substring(at + 2, end);
        at = end + 2;
        return name;
    }

    private void refuseQuantifier(String why) {
        if (hasMore() && "*+?{".indexOf(peek()) >= 0) {
            throw refused(why);
        }
    }

    private static String literal(int character) {
        String text = Character.toString(character);
        boolean plain = Character.isLetterOrDigit(character) || character > 0x7f;
        return plain ? text : String.format("\\x{%x}", character);
    }

    private boolean hasMore() {
        return at < regex.length();
    }

    private int peek() {
        return regex.codePointAt(at);
    }

    private int next() {
        int character = peek();
        at += Character.charCount(character);
        return character;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(
                "not a regular expression that nix search takes: \"" + regex + "\", at position " + at + ": " + why);
    }
}
