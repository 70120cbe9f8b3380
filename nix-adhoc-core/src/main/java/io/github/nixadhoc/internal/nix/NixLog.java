package io.github.nixadhoc.internal.nix;

import java.util.List;
import java.util.Map;

/**
 * What is worth keeping of the log of one call of Nix, as plain text.
 *
 * @param lines the last lines that a person would have seen, those of builds included, oldest first
 * @param errors what Nix calls errors, oldest first
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
     * @param sentence what is wrong
     * @param text the same with the trace of how it came to that, and with suggestions
     */
    record Problem(String sentence, String text) {}
}
