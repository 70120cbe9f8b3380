package io.github.nixadhoc.schedule;

import io.github.nixadhoc.model.Termination;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of the service manager.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class ManagerCall {

    private final List<String> command;
    private final Termination termination;
    private final List<String> output;

    private ManagerCall(Builder builder) {
        this.command = builder.command;
        this.termination = builder.termination;
        this.output = builder.output;
    }

    /**
     * Returns a new builder of a {@code ManagerCall}. The library uses it, and so may the tests of its users.
     *
     * @param command the program and its arguments
     * @param termination the way the call ended
     * @return the builder
     */
    public static Builder builder(List<String> command, Termination termination) {
        return new Builder(command, termination);
    }

    /**
     * Returns the program and its arguments.
     *
     * @return an unmodifiable list
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the way the call ended.
     *
     * @return the termination
     */
    public Termination termination() {
        return termination;
    }

    /**
     * Returns the last lines that the call printed, stdout and stderr together.
     *
     * @return an unmodifiable list
     */
    public List<String> output() {
        return output;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ManagerCall that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(command, termination, output);
    }

    @Override
    public String toString() {
        return "ManagerCall[command=" + command + ", termination=" + termination + ", output=" + output + "]";
    }

    /**
     * Builds a {@link ManagerCall}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final List<String> command;
        private final Termination termination;
        private List<String> output = List.of();

        private Builder(List<String> command, Termination termination) {
            this.command = List.copyOf(command);
            this.termination = Objects.requireNonNull(termination, "termination");
        }

        /**
         * Sets the last lines that the call printed.
         *
         * @param output the lines; empty unless set
         * @return this builder
         */
        public Builder output(List<String> output) {
            this.output = List.copyOf(output);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code ManagerCall}
         */
        public ManagerCall build() {
            return new ManagerCall(this);
        }
    }
}
