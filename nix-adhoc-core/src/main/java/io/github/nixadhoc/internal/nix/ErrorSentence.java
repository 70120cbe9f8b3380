package io.github.nixadhoc.internal.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what failed in one sentence on one line, to people who need not know how Nix puts it. */
final class ErrorSentence {

    /** How a build is named by the versions of Nix, which is told already when its package is. */
    private static final Pattern BUILD = Pattern.compile("^Cannot build '[^']*'\\.?\\s*Reason: "
            + "|(?<=^builder) for '[^']*'"
            + "|^building of '[^']*' from \\.drv file ");

    private ErrorSentence() {}

    /**
     * Words a failure.
     *
     * @param kind what is wrong
     * @param said what Nix says, in any number of lines
     * @param match what is known of that; null if it is nothing
     * @param derivation the store derivation that failed; empty if there is none
     */
    static String of(FailureKind kind, String said, FailurePattern.@Nullable Match match, String derivation) {
        return switch (kind) {
            case BUILD_FAILED -> derivation.isEmpty() ? oneLine(said) : ofBuild(said, derivation);
            case UNSUPPORTED_SYSTEM -> ofSystem(said, match);
            case HASH_MISMATCH -> ofHashes(said, match);
            case FLAKE_NOT_FOUND -> ofFlake(oneLine(said));
            default -> oneLine(said);
        };
    }

    /** Returns the name and version that a store derivation has in its path. */
    static String nameOf(String derivation) {
        String name = derivation.substring(derivation.lastIndexOf('/') + 1);
        return name.replaceFirst("^[0-9a-z]{32}-", "").replaceFirst("\\.drv$", "");
    }

    private static String ofBuild(String said, String derivation) {
        String reason = BUILD.matcher(said)
                .replaceAll("")
                .replaceAll("\\s+", " ")
                .replaceFirst(" Output paths:.*", "")
                .replaceFirst("\\.$", "");
        return "the build of " + nameOf(derivation) + " failed: " + reason;
    }

    /** Nix below 2.30 says "I am a" of the machine; later ones spread it over four lines. */
    private static String ofSystem(String said, FailurePattern.@Nullable Match match) {
        if (match == null || match.fact("derivation").isEmpty()) {
            return oneLine(said);
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

    private static String ofHashes(String said, FailurePattern.@Nullable Match match) {
        String first = firstLine(said);
        return first.endsWith(":") && match != null && !match.fact("specified").isEmpty()
                ? first + " specified " + match.fact("specified") + ", got " + match.fact("actual")
                : oneLine(said);
    }

    /** What Nix misses may be a file of the store or an exit code of git: that it is about a flake goes without saying. */
    private static String ofFlake(String line) {
        return line.contains("flake '") ? line : "the flake was not found: " + line;
    }

    private static String firstLine(String said) {
        return said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** A line that announces another is no sentence without it. */
    private static String oneLine(String said) {
        List<String> lines = said.lines()
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
