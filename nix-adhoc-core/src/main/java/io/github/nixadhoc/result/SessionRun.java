package io.github.nixadhoc.result;

import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that a session has run.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SessionRun {

    private final String command;
    private final @Nullable Termination termination;
    private final Duration duration;

    private SessionRun(Builder builder) {
        this.command = Required.of(builder.command, "command");
        this.termination = builder.termination;
        this.duration = Required.of(builder.duration, "duration");
    }

    /**
     * Returns a new builder of a {@code SessionRun}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(Object other) {
        return other instanceof SessionRun that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<@Nullable Object> content() {
        return Arrays.asList(command, termination, duration);
    }

    @Override
    public String toString() {
        return "SessionRun[command=" + command + ", termination=" + termination() + ", duration=" + duration + "]";
    }

    /**
     * Builds a {@link SessionRun}.
     *
     * <p>Not thread-safe. Nothing is set at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable String command;
        private @Nullable Termination termination;
        private @Nullable Duration duration;

        private Builder() {}

        /**
         * Sets the command line.
         *
         * @param command one line, quoted for a shell
         * @return this builder
         */
        public Builder command(String command) {
            this.command = command;
            return this;
        }

        /**
         * Sets the way the program ended.
         *
         * @param termination the termination; null if the program still runs
         * @return this builder
         */
        public Builder termination(@Nullable Termination termination) {
            this.termination = termination;
            return this;
        }

        /**
         * Sets the time that the program ran.
         *
         * @param duration how long it ran, or has until now
         * @return this builder
         */
        public Builder duration(Duration duration) {
            this.duration = duration;
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code SessionRun}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public SessionRun build() {
            return new SessionRun(this);
        }
    }
}
