package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that a session has run.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SessionRun extends EqualByContent {

    private final String command;
    private final @Nullable Termination termination;
    private final Duration duration;

    private SessionRun(String command, @Nullable Termination termination, Duration duration) {
        this.command = Objects.requireNonNull(command, "command");
        this.termination = termination;
        this.duration = Objects.requireNonNull(duration, "duration");
    }

    /**
     * Returns a {@code SessionRun}. The library uses this, and so may the tests of its users.
     *
     * @param command the command line, without values of the environment
     * @param termination the way the program ended; null if the program still runs
     * @param duration the time that the program ran, without Nix's work before
     * @return an immutable {@code SessionRun}
     */
    public static SessionRun of(String command, @Nullable Termination termination, Duration duration) {
        return new SessionRun(command, termination, duration);
    }

    /**
     * Returns the command line, without values of the environment.
     *
     * @return one line, quoted for a shell
     */
    public String command() {
        return command;
    }

    /**
     * Returns the way the program ended.
     *
     * @return the termination; empty if the program still runs
     */
    public Optional<Termination> termination() {
        return Optional.ofNullable(termination);
    }

    /**
     * Returns the time that the program ran, without Nix's work before.
     *
     * @return how long it ran; if it still runs, how long it has until now
     */
    public Duration duration() {
        return duration;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(command, termination, duration);
    }

    @Override
    public String toString() {
        return "SessionRun[command=" + command + ", termination=" + termination() + ", duration=" + duration + "]";
    }
}
