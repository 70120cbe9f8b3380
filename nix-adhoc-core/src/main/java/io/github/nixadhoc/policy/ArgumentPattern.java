package io.github.nixadhoc.policy;

import io.github.nixadhoc.internal.text.CountedText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A regular expression that is compared with arguments of any origin. A comparison that takes too many steps, or too deep a
 * recursion, is given up: some expressions would take years for a text of one line.
 */
record ArgumentPattern(Pattern pattern) {

    private static final long MIN_STEPS = 5_000_000;
    private static final long STEPS_FOR_EACH_CHARACTER = 50;

    static List<ArgumentPattern> all(String... expressions) {
        return List.of(expressions).stream()
                .map(expression -> new ArgumentPattern(Pattern.compile(expression, Pattern.DOTALL)))
                .toList();
    }

    /** Returns whether the expression matches a part of a text, or takes too long for an answer. */
    boolean mayBeFoundIn(String text) {
        try {
            return pattern.matcher(counted(text)).find();
        } catch (CountedText.TooManyStepsException | StackOverflowError e) {
            return true;
        }
    }

    /** Returns whether the expression matches a whole text, and does not take too long for an answer. */
    boolean surelyMatches(String text) {
        try {
            return pattern.matcher(counted(text)).matches();
        } catch (CountedText.TooManyStepsException | StackOverflowError e) {
            return false;
        }
    }

    private static CountedText counted(String text) {
        return new CountedText(text, MIN_STEPS + STEPS_FOR_EACH_CHARACTER * text.length());
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
