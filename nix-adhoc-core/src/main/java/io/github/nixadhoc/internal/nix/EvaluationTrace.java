package io.github.nixadhoc.internal.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of an error of Nix what is about this library's own expression: a person has not written it, and each line of
 * it is thousands of characters long. What is about the flake stays.
 */
final class EvaluationTrace {

    /** Where the expression is what {@code --expr} or {@code --apply} gave: files have names. */
    private static final Pattern OWN_POSITION = Pattern.compile("\\s*at (?:«string»|\\(string\\)):\\d+.*");

    /** The source that follows a position: {@code 12| text}, and {@code | ^} below. */
    private static final Pattern SOURCE = Pattern.compile("\\s*\\d*\\|.*");

    /** What Nix was doing; said of the lines below, and of JSON only where this library has asked for it. */
    private static final Pattern STEP = Pattern.compile("\\s*… .*");

    private static final Pattern OWN_STEP = Pattern.compile("\\s*… while evaluating list element at index \\d+");

    private static final Pattern TRUNCATED = Pattern.compile("\\s*\\(stack trace truncated; .*");

    /** What Nix begins a trace with, whose last line then says what is wrong. */
    private static final String ANNOUNCEMENT = "error:";

    private EvaluationTrace() {}

    /** Returns the text without what is about this library's own expression. */
    static String withoutOwn(String text) {
        List<String> kept = new ArrayList<>();
        boolean ofOwn = false;
        for (String line : text.lines().toList()) {
            boolean isPosition = OWN_POSITION.matcher(line).matches();
            boolean isOwn = isPosition || ofOwn && SOURCE.matcher(line).matches();
            if (isPosition) {
                dropStep(kept);
            }
            if (!isOwn) {
                keep(kept, line);
            }
            // Nix below 2.20 has an empty line between the position and the source.
            ofOwn = isOwn || ofOwn && line.isBlank();
        }
        return String.join("\n", withoutAnnouncement(kept));
    }

    private static void dropStep(List<String> kept) {
        int last = kept.size() - 1;
        if (last >= 0 && STEP.matcher(kept.get(last)).matches()) {
            kept.remove(last);
        }
    }

    /** One empty line is enough where several frames have been. */
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

    /** Where nothing is left of a trace, only the error itself is said, and not indented below nothing. */
    private static List<String> withoutAnnouncement(List<String> lines) {
        if (lines.size() < 2
                || !lines.get(0).equals(ANNOUNCEMENT)
                || !lines.get(1).strip().startsWith(ANNOUNCEMENT)) {
            return lines;
        }
        int indent = lines.get(1).indexOf(ANNOUNCEMENT);
        // The first line of an error stands further left than those that follow it, as "error: " would have it.
        List<String> own = new ArrayList<>(List.of(lines.get(1).substring(indent)));
        own.addAll(lines.subList(2, lines.size()));
        return own;
    }
}
