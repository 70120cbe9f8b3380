package io.github.nixadhoc.internal.nix;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kept part of the log of a call of Nix, as plain text.
 *
 * @param lines the last lines that a user would have seen, including those of builds, oldest first
 * @param errors the last errors, oldest first
 * @param warnings the last warnings, oldest first
 * @param builds the last lines of each build that printed any, by store derivation, in the order in which they began
 */
record NixLog(List<String> lines, List<Problem> errors, List<String> warnings, Map<String, List<String>> builds) {

    NixLog {
        lines = List.copyOf(lines);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * An error that Nix reports.
     *
     * @param sentence the error
     * @param text the error with its trace and with suggestions
     */
    record Problem(String sentence, String text) {

        private static final Pattern STEP = Pattern.compile("(?m)^\\s*… (?<step>.*)$");

        private static final Pattern OF_THE_FLAKE = Pattern.compile("while calling the '(?:throw|abort)' builtin");

        /**
         * Returns whether the sentence is a text of the flake itself, which can say anything, rather than one of Nix. Nix 2.8
         * does not tell.
         */
        boolean isThrown() {
            Matcher steps = STEP.matcher(text);
            String nearest = "";
            while (steps.find()) {
                nearest = steps.group("step");
            }
            return OF_THE_FLAKE.matcher(nearest).matches();
        }
    }
}
