package io.github.nixadhoc.error;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an exception of this library: the failure, the command, the phase, the log and a remedy.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Failure extends EqualByContent {

    /** The number of lines of the log in a message. */
    private static final int LINES_SHOWN = 20;

    /** The maximum length of a line in a message, since the call of a compiler may be longer than a screen. */
    private static final int CHARACTERS_SHOWN = 300;

    /** The maximum length of a word of the command, which may be a whole Nix expression. */
    private static final Pattern LONG_WORD = Pattern.compile("(?<=^|\\s)'([^']{60})[^']+(?:'\\\\''[^']*)*+'(?=\\s|$)");

    private final String what;
    private final String command;
    private final @Nullable Phase phase;
    private final List<String> log;
    private final String hint;

    private Failure(String what, String command, @Nullable Phase phase, List<String> log, String hint) {
        this.what = Objects.requireNonNull(what, "what");
        this.command = Objects.requireNonNull(command, "command");
        this.phase = phase;
        this.log = List.copyOf(log);
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    /**
     * Returns a failure.
     *
     * @param what what failed, one sentence
     * @param command the command line that failed, quoted for a shell, without values of the environment; empty if none was
     *     started
     * @param phase the step of the run in which it failed; null outside of a run
     * @param log the last lines that Nix printed, oldest first
     * @param hint what to try; empty if nothing is known to help
     * @return the failure
     */
    public static Failure of(String what, String command, @Nullable Phase phase, List<String> log, String hint) {
        return new Failure(what, command, phase, log, hint);
    }

    /**
     * Returns a failure that consists of a sentence and a hint.
     *
     * @param what what failed
     * @param hint what to try; empty if nothing is known to help
     * @return the failure
     */
    public static Failure of(String what, String hint) {
        return new Failure(what, "", null, List.of(), hint);
    }

    /**
     * Returns what failed.
     *
     * @return one sentence
     */
    public String what() {
        return what;
    }

    /**
     * Returns the command line that failed, quoted for a shell, without values of the environment.
     *
     * @return the command line; empty if none was started
     */
    public String command() {
        return command;
    }

    /**
     * Returns the step of the run in which it failed.
     *
     * @return the phase; empty outside of a run
     */
    public Optional<Phase> phase() {
        return Optional.ofNullable(phase);
    }

    /**
     * Returns the last lines that Nix printed.
     *
     * @return the lines, oldest first; unmodifiable
     */
    public List<String> log() {
        return log;
    }

    /**
     * Returns what to try.
     *
     * @return the hint; empty if nothing is known to help
     */
    public String hint() {
        return hint;
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

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(what, command, phase, log, hint);
    }

    @Override
    public String toString() {
        return message();
    }

    private static String shown(String line) {
        return line.length() <= CHARACTERS_SHOWN ? line : line.substring(0, CHARACTERS_SHOWN) + "…";
    }
}
