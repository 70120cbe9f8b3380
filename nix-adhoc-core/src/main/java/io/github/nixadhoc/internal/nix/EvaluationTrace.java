package io.github.nixadhoc.internal.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A filter that removes this library's own expression from the trace of an error of Nix. Users have not written it, and its
 * lines are thousands of characters long. The part of the trace about the flake stays.
 */
final class EvaluationTrace {

    /** A position in the expression of {@code --expr} or {@code --apply}; positions in files have names. */
    private static final Pattern OWN_POSITION = Pattern.compile("\\s*at (?:«string»|\\(string\\)):\\d+.*");

    /** A line of the source that follows a position: {@code 12| text}, and {@code | ^} below. */
    private static final Pattern SOURCE = Pattern.compile("\\s*\\d*\\|.*");

    /** A step of the evaluation, which describes the lines below. */
    private static final Pattern STEP = Pattern.compile("\\s*… .*");

    private static final Pattern OWN_STEP =
            Pattern.compile("\\s*… (?:while evaluating list element at index \\d+|nix-adhoc at .*)");

    private static final Pattern TRUNCATED = Pattern.compile("\\s*\\(stack trace truncated; .*");

    /** The first line of a trace, whose last line contains the error. */
    private static final String ANNOUNCEMENT = "error:";

    private EvaluationTrace() {}

    /** Returns the text without the parts about this library's own expression. */
    static String withoutOwn(String text) {
        List<String> kept = new ArrayList<>();
        boolean afterOwnPosition = false;
        for (String line : text.lines().toList()) {
            boolean isPosition = OWN_POSITION.matcher(line).matches();
            boolean isOwn =
                    isPosition || afterOwnPosition && SOURCE.matcher(line).matches();
            if (isPosition) {
                dropStep(kept);
            }
            if (!isOwn) {
                keep(kept, line);
            }
            // Nix below 2.20 prints an empty line between the position and the source
            afterOwnPosition = isOwn || afterOwnPosition && line.isBlank();
        }
        return String.join("\n", withoutAnnouncement(kept));
    }

    private static void dropStep(List<String> kept) {
        int last = kept.size() - 1;
        if (last >= 0 && STEP.matcher(kept.get(last)).matches()) {
            kept.remove(last);
        }
    }

    /** Adds a line, unless it is part of the own expression or the second of two empty lines. */
    private static void keep(List<String> kept, String line) {
        boolean isSecondBlank = line.isBlank()
                && !kept.isEmpty()
                && (kept.get(kept.size() - 1).isBlank()
                        || kept.get(kept.size() - 1).equals(ANNOUNCEMENT));
        if (!isSecondBlank
                && !OWN_STEP.matcher(line).matches()
                && !TRUNCATED.matcher(line).matches()) {
            kept.add(line);
        }
    }

    /** Returns only the error, not indented, if no other line of the trace is left. */
    private static List<String> withoutAnnouncement(List<String> lines) {
        if (lines.size() < 2
                || !lines.get(0).equals(ANNOUNCEMENT)
                || !lines.get(1).strip().startsWith(ANNOUNCEMENT)) {
            return lines;
        }
        int indent = lines.get(1).indexOf(ANNOUNCEMENT);
        // the following lines are already indented by the width of "error: "
        List<String> own = new ArrayList<>(List.of(lines.get(1).substring(indent)));
        own.addAll(lines.subList(2, lines.size()));
        return own;
    }
}
