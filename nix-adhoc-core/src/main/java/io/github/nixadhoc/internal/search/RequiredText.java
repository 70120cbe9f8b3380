package io.github.nixadhoc.internal.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts at least one of which every match of a regular expression contains. The expression cannot match a text without
 * any of them.
 *
 * @param texts the texts in lower case; empty if none are known
 * @param isAll whether the expression consists only of these texts, so that any text that contains one matches
 */
record RequiredText(List<String> texts, boolean isAll) {

    /** Returns the required texts of a regular expression, which {@code SearchPattern} must accept. */
    static RequiredText of(String regex) {
        return new Reader(ByteText.folded(regex)).read();
    }

    /** Returns the length of the shortest text; 0 if none are known. */
    int length() {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private static final class Reader {

        private final String regex;
        private int at;
        private final StringBuilder run = new StringBuilder();
        private String longest = "";
        private boolean isAll = true;

        Reader(String regex) {
            this.regex = regex;
        }

        RequiredText read() {
            List<String> texts = new ArrayList<>();
            while (at < regex.length()) {
                char next = regex.charAt(at++);
                if (next == '|') {
                    endAlternative(texts);
                } else {
                    term(next);
                }
            }
            endAlternative(texts);
            return texts.contains("") ? new RequiredText(List.of(), false) : new RequiredText(texts, isAll);
        }

        private void endAlternative(List<String> texts) {
            endRun();
            texts.add(longest);
            longest = "";
        }

        private void endRun() {
            if (run.length() > longest.length()) {
                longest = run.toString();
            }
            run.setLength(0);
        }

        private void term(char first) {
            switch (first) {
                case '^', '$' -> endWith(false);
                case '.' -> endWith(true);
                case '(' -> {
                    skipGroup();
                    endWith(true);
                }
                case '[' -> {
                    skipBrackets();
                    endWith(true);
                }
                case '\\' -> literal(regex.charAt(at++));
                default -> literal(first);
            }
        }

        private void endWith(boolean canBeRepeated) {
            isAll = false;
            endRun();
            if (canBeRepeated) {
                boolean unused = skipQuantifiers();
            }
        }

        private void literal(char character) {
            int before = at;
            boolean isOptional = skipQuantifiers();
            // Control characters also separate the fields of a segment.
            boolean isRequired = !isOptional && character >= ' ';
            if (isRequired) {
                run.append(character);
            }
            if (at > before || !isRequired) {
                isAll = false;
                endRun();
            }
        }

        /** Skips the quantifiers of a term, and returns whether the term may be absent. */
        private boolean skipQuantifiers() {
            boolean isOptional = false;
            while (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0) {
                char quantifier = regex.charAt(at++);
                isOptional |= quantifier != '+';
                if (quantifier == '{') {
                    at = regex.indexOf('}', at) + 1;
                }
            }
            return isOptional;
        }

        private void skipGroup() {
            for (int depth = 1; depth > 0; at++) {
                switch (regex.charAt(at)) {
                    case '\\' -> at++;
                    case '(' -> depth++;
                    case ')' -> depth--;
                    case '[' -> {
                        at++;
                        skipBrackets();
                        at--;
                    }
                    default -> {}
                }
            }
        }

        private void skipBrackets() {
            if (regex.charAt(at) == '^') {
                at++;
            }
            boolean first = true;
            while (first || regex.charAt(at) != ']') {
                first = false;
                boolean isNamed = regex.charAt(at) == '[' && ":.=".indexOf(regex.charAt(at + 1)) >= 0;
                at = isNamed ? regex.indexOf(regex.charAt(at + 1) + "]", at + 2) + 2 : at + 1;
            }
            at++;
        }
    }
}
