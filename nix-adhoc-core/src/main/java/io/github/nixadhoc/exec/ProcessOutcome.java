package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The end of a process and its output.
 *
 * <p>Immutable and thread-safe. An executor makes it with {@link #builder}.
 *
 * @since 0.1
 */
public final class ProcessOutcome extends EqualByContent {

    private final Termination termination;
    private final CapturedOutput stdout;
    private final CapturedOutput stderr;
    private final boolean outputComplete;
    private final long pid;
    private final Instant startedAt;
    private final Duration duration;

    private ProcessOutcome(Builder builder) {
        termination = builder.termination;
        stdout = builder.stdout;
        stderr = builder.stderr;
        outputComplete = builder.outputComplete;
        pid = builder.pid;
        startedAt = builder.startedAt;
        duration = builder.duration;
    }

    /**
     * Returns a builder of the outcome of a process that ended in some way.
     *
     * @param termination the way it ended
     * @return a new builder
     */
    public static Builder builder(Termination termination) {
        return new Builder(termination);
    }

    /**
     * Returns the way the process ended.
     *
     * @return the termination
     */
    public Termination termination() {
        return termination;
    }

    /**
     * Returns the part of standard output that was kept.
     *
     * @return the output; empty if it was not captured
     */
    public CapturedOutput stdout() {
        return stdout;
    }

    /**
     * Returns the part of standard error that was kept.
     *
     * @return the output; empty if it was not captured, or merged into standard output
     */
    public CapturedOutput stderr() {
        return stderr;
    }

    /**
     * Returns whether all output was read.
     *
     * @return false when a descendant that outlived the process still held its output open, so that more may have been
     *     printed than was read
     */
    public boolean outputComplete() {
        return outputComplete;
    }

    /**
     * Returns the id of the process.
     *
     * @return the process id
     */
    public long pid() {
        return pid;
    }

    /**
     * Returns the time at which the process was started.
     *
     * @return the time
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Returns the time that the process took.
     *
     * @return the time from its start until its end, including the reading of its output
     */
    public Duration duration() {
        return duration;
    }

    @Override
    protected List<Object> parts() {
        return List.of(termination, stdout, stderr, outputComplete, pid, startedAt, duration);
    }

    @Override
    public String toString() {
        return "ProcessOutcome[termination=" + termination + ", stdout=" + stdout + ", stderr=" + stderr
                + ", outputComplete=" + outputComplete + ", pid=" + pid + ", startedAt=" + startedAt + ", duration="
                + duration + "]";
    }

    /** A mutable builder of a {@link ProcessOutcome}; not thread-safe. */
    public static final class Builder {

        private final Termination termination;
        private CapturedOutput stdout = CapturedOutput.empty();
        private CapturedOutput stderr = CapturedOutput.empty();
        private boolean outputComplete = true;
        private long pid;
        private Instant startedAt = Instant.EPOCH;
        private Duration duration = Duration.ZERO;

        private Builder(Termination termination) {
            this.termination = Objects.requireNonNull(termination, "termination");
        }

        /**
         * Sets the part of standard output that was kept; empty by default.
         *
         * @param changed the output
         * @return this builder
         */
        public Builder stdout(CapturedOutput changed) {
            stdout = Objects.requireNonNull(changed, "stdout");
            return this;
        }

        /**
         * Sets the part of standard error that was kept; empty by default.
         *
         * @param changed the output
         * @return this builder
         */
        public Builder stderr(CapturedOutput changed) {
            stderr = Objects.requireNonNull(changed, "stderr");
            return this;
        }

        /**
         * Sets whether all output was read; true by default.
         *
         * @param changed false when more may have been printed than was read
         * @return this builder
         */
        public Builder outputComplete(boolean changed) {
            outputComplete = changed;
            return this;
        }

        /**
         * Sets the id of the process; 0 by default.
         *
         * @param changed the process id
         * @return this builder
         */
        public Builder pid(long changed) {
            pid = changed;
            return this;
        }

        /**
         * Sets the time at which the process was started; {@link Instant#EPOCH} by default.
         *
         * @param changed the time
         * @return this builder
         */
        public Builder startedAt(Instant changed) {
            startedAt = Objects.requireNonNull(changed, "startedAt");
            return this;
        }

        /**
         * Sets the time that the process took, including the reading of its output; zero by default.
         *
         * @param changed the time
         * @return this builder
         */
        public Builder duration(Duration changed) {
            duration = Objects.requireNonNull(changed, "duration");
            return this;
        }

        /**
         * Returns the outcome.
         *
         * @return a new outcome
         */
        public ProcessOutcome build() {
            return new ProcessOutcome(this);
        }
    }
}
