package io.github.nixadhoc.policy;

import java.util.List;
import java.util.regex.Pattern;

/** A pattern in which an asterisk matches any text, and every other character matches itself. */
record Glob(String text, Pattern pattern) {

    static Glob of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a pattern must not be empty");
        }
        StringBuilder expression = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return new Glob(text, Pattern.compile(expression.toString(), Pattern.DOTALL));
    }

    static List<Glob> all(String... texts) {
        return List.of(texts).stream().map(Glob::of).toList();
    }

    boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    static boolean any(List<Glob> globs, String value) {
        for (Glob glob : globs) {
            if (glob.matches(value)) {
                return true;
            }
        }
        return false;
    }
}
