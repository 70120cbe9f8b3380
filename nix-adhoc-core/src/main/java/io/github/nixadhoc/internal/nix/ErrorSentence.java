package io.github.nixadhoc.internal.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wording of a failure in one sentence on one line, for readers who do not know the messages of Nix. */
final class ErrorSentence {

    /** The names of a build in messages of Nix, which are redundant beside the name of the package. */
    private static final Pattern BUILD = Pattern.compile("^Cannot build '[^']*'\\.?\\s*Reason: "
            + "|(?<=^builder) for '[^']*'"
            + "|^building of '[^']*' from \\.drv file ");

    private ErrorSentence() {}

    /**
     * Returns the sentence for a failure.
     *
     * @param kind the kind of failure
     * @param message the message of Nix, in any number of lines
     * @param match the pattern that matches the message; null for none
     * @param derivation the store derivation that failed; empty for none
     */
    static String of(FailureKind kind, String message, FailurePattern.@Nullable Match match, String derivation) {
        return switch (kind) {
            case BUILD_FAILED -> derivation.isEmpty() ? oneLine(message) : ofBuild(message, derivation);
            case UNSUPPORTED_SYSTEM -> ofSystem(message, match);
            case HASH_MISMATCH -> ofHashes(message, match);
            case FLAKE_NOT_FOUND -> ofFlake(oneLine(message));
            default -> oneLine(message);
        };
    }

    /** Returns the name and the version in the path of a store derivation. */
    static String nameOf(String derivation) {
        String name = derivation.substring(derivation.lastIndexOf('/') + 1);
        return name.replaceFirst("^[0-9a-z]{32}-", "").replaceFirst("\\.drv$", "");
    }

    private static String ofBuild(String message, String derivation) {
        String reason = BUILD.matcher(message)
                .replaceAll("")
                .replaceAll("\\s+", " ")
                .replaceFirst(" Output paths:.*", "")
                .replaceFirst("\\.$", "");
        return "the build of " + nameOf(derivation) + " failed: " + reason;
    }

    /** Words the messages of Nix, which differ before and since 2.30. */
    private static String ofSystem(String message, FailurePattern.@Nullable Match match) {
        if (match == null || match.fact("derivation").isEmpty()) {
            return oneLine(message);
        }
        List<String> needs = new ArrayList<>();
        if (!match.fact("system").isEmpty()) {
            needs.add("the system " + match.fact("system"));
        }
        if (!match.fact("features").isEmpty()) {
            needs.add("the system features " + match.fact("features"));
        }
        return nameOf(match.fact("derivation")) + " cannot be built on this machine: it needs "
                + (needs.isEmpty() ? "system features that this one lacks" : String.join(" with ", needs));
    }

    private static String ofHashes(String message, FailurePattern.@Nullable Match match) {
        String first = firstLine(message);
        return first.endsWith(":") && match != null && !match.fact("specified").isEmpty()
                ? first + " specified " + match.fact("specified") + ", got " + match.fact("actual")
                : oneLine(message);
    }

    /** Adds that the flake is missing if the message, for example of git, does not mention the flake. */
    private static String ofFlake(String line) {
        return line.contains("flake '") ? line : "the flake was not found: " + line;
    }

    private static String firstLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Returns the first line, joined with the second one if the first ends with a colon. */
    private static String oneLine(String message) {
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(2)
                .toList();
        if (lines.isEmpty()) {
            return "Nix failed and did not say why";
        }
        String first = lines.get(0);
        if (!first.endsWith(":")) {
            return first;
        }
        return lines.size() == 1
                ? first.substring(0, first.length() - 1)
                : first + " " + lines.get(1).replaceFirst("^- ", "").replaceFirst(":$", "");
    }
}
