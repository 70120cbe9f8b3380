package io.github.nixadhoc.error;

import io.github.nixadhoc.model.Phase;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts in every exception of this library: what failed, with which command, when, why, and what to try.
 *
 * @param what what failed, one sentence
 * @param command the command line that failed, quoted for a shell, without values of the environment; empty if none was
 *     started
 * @param phase the step of the run in which it failed; null outside of a run
 * @param log the last lines that Nix printed, oldest first
 * @param hint what to try; empty if nothing is known to help
 * @since 0.1
 */
public record Failure(String what, String command, @Nullable Phase phase, List<String> log, String hint) {

    /** How many lines of the log a message shows. */
    private static final int LINES_SHOWN = 20;

    /** How much a message shows of a line: a compiler may be called with more than a screen holds. */
    private static final int CHARACTERS_SHOWN = 300;

    /** A whole Nix expression, say. */
    private static final Pattern LONG_WORD = Pattern.compile("(?<=^|\\s)'([^']{60})[^']+(?:'\\\\''[^']*)*+'(?=\\s|$)");

    /**
     * Checks and copies.
     *
     * @param what what failed
     * @param command the command line that failed
     * @param phase the step of the run, or null
     * @param log the last lines that Nix printed
     * @param hint what to try
     */
    public Failure {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(command, "command");
        log = List.copyOf(log);
        Objects.requireNonNull(hint, "hint");
    }

    /**
     * Returns a failure of which only a sentence and a hint are known.
     *
     * @param what what failed
     * @param hint what to try; empty if nothing is known to help
     * @return the failure
     */
    public static Failure of(String what, String hint) {
        return new Failure(what, "", null, List.of(), hint);
    }

    /**
     * Returns the text that an exception shows: all of the above, with very long words of the command and long lines
     * of the log cut, and at most the last 20 lines of the log.
     *
     * @return the message
     */
    public String message() {
        StringBuilder message = new StringBuilder(what);
        if (!hint.isEmpty()) {
            message.append("\n  try: ").append(hint);
        }
        if (!command.isEmpty()) {
            message.append("\n  command: ").append(LONG_WORD.matcher(command).replaceAll("'$1…'"));
        }
        if (phase != null) {
            message.append("\n  phase: ").append(phase);
        }
        if (!log.isEmpty()) {
            message.append("\n  log:");
            log.subList(Math.max(0, log.size() - LINES_SHOWN), log.size())
                    .forEach(line -> message.append("\n    ").append(shown(line)));
        }
        return message.toString();
    }

    private static String shown(String line) {
        return line.length() <= CHARACTERS_SHOWN ? line : line.substring(0, CHARACTERS_SHOWN) + "…";
    }
}
