package io.github.nixadhoc.result;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.OutputLimitException;
import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.ProgramResult;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a program: how it ended, what it printed, where it came from, and how long all of it took.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class RunResult extends EqualByContent implements ProgramResult {

    private final ProcessOutcome outcome;
    private final Path program;
    private final List<StorePath> storePaths;
    private final ByteSize closureSize;
    private final PhaseTimes times;
    private final String command;

    private RunResult(Builder builder) {
        this.outcome = Required.of(builder.outcome, "outcome");
        this.program = Required.of(builder.program, "program");
        this.storePaths = builder.storePaths;
        this.closureSize = Required.of(builder.closureSize, "closureSize");
        this.times = Required.of(builder.times, "times");
        this.command = Required.of(builder.command, "command");
    }

    /**
     * Returns a new builder of a {@code RunResult}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the end of the process and its output.
     *
     * @return how the process ended and what it printed
     */
    public ProcessOutcome outcome() {
        return outcome;
    }

    @Override
    public Path program() {
        return program;
    }

    @Override
    public List<StorePath> storePaths() {
        return storePaths;
    }

    /**
     * Returns the size of these outputs with all that they depend on, each path counted once.
     *
     * @return the sum of the sizes in the store
     */
    public ByteSize closureSize() {
        return closureSize;
    }

    /**
     * Returns the duration of each phase.
     *
     * @return how long each phase took
     */
    public PhaseTimes times() {
        return times;
    }

    /**
     * Returns the command line that ran, without values of the environment.
     *
     * @return one line, quoted for a shell
     */
    public String command() {
        return command;
    }

    @Override
    public int exitCode() {
        return termination().exitCode();
    }

    @Override
    public Termination termination() {
        return outcome.termination();
    }

    @Override
    public String stdout() {
        return outcome.stdout().text();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Empty when it was merged into stdout.
     */
    @Override
    public String stderr() {
        return outcome.stderr().text();
    }

    /**
     * Returns what was kept of stdout, as bytes.
     *
     * @return a new array; see {@link #droppedStdout()} for what is missing
     */
    public byte[] stdoutBytes() {
        return outcome.stdout().bytes();
    }

    /**
     * Returns what was kept of stderr, as bytes.
     *
     * @return a new array; see {@link #droppedStderr()} for what is missing
     */
    public byte[] stderrBytes() {
        return outcome.stderr().bytes();
    }

    /**
     * Returns the lines of {@link #stdout()}, without their ends.
     *
     * @return an unmodifiable list
     */
    public List<String> stdoutLines() {
        return outcome.stdout().lines();
    }

    /**
     * Returns the lines of {@link #stderr()}, without their ends.
     *
     * @return an unmodifiable list
     */
    public List<String> stderrLines() {
        return outcome.stderr().lines();
    }

    /**
     * Returns how much was printed to stdout but not kept.
     *
     * @return the exact size
     */
    public ByteSize droppedStdout() {
        return ByteSize.of(outcome.stdout().droppedBytes());
    }

    /**
     * Returns how much was printed to stderr but not kept.
     *
     * @return the exact size
     */
    public ByteSize droppedStderr() {
        return ByteSize.of(outcome.stderr().droppedBytes());
    }

    /**
     * Returns whether all output was read to its end.
     *
     * @return false when something that the program had started outlived it with the output still open, so that it may
     *     have printed more
     */
    public boolean outputComplete() {
        return outcome.outputComplete();
    }

    /**
     * Returns the process id that the program had.
     *
     * @return the id
     */
    public long pid() {
        return outcome.pid();
    }

    /**
     * Returns when the program was started, after Nix's work.
     *
     * @return the moment
     */
    public Instant startedAt() {
        return outcome.startedAt();
    }

    @Override
    public Duration duration() {
        return outcome.duration();
    }

    /**
     * Insists on success.
     *
     * @return this result, if the program ended by itself with exit code 0
     * @throws ProgramFailedException if it ended with another exit code or by a signal
     * @throws TimedOutException if its deadline passed or it was silent for too long
     * @throws CancelledException if it was stopped
     * @throws OutputLimitException if it was stopped for printing too much
     */
    public RunResult orThrow() {
        return orThrow(name(), command);
    }

    /**
     * Insists on success.
     *
     * @param name what the program is called in messages
     * @param line the line of the command that it was part of
     */
    RunResult orThrow(String name, String line) {
        Termination end = termination();
        if (end.isSuccess()) {
            return this;
        }
        if (end instanceof Termination.TimedOut || end instanceof Termination.IdleTimedOut) {
            throw new TimedOutException(
                    failure(
                            line,
                            name + " was stopped after " + TextLayout.duration(duration())
                                    + (end instanceof Termination.TimedOut
                                            ? ": its time was up"
                                            : ": it was silent for too long"),
                            "give it more time with timeout(…) or idleTimeout(…)"),
                    this);
        }
        if (end instanceof Termination.Cancelled) {
            throw new CancelledException(failure(line, name + " was cancelled", ""), this);
        }
        if (end instanceof Termination.OutputLimit) {
            throw new OutputLimitException(
                    failure(line, name + " was stopped for printing more than it may", "allow more with maxOutput(…)"),
                    this);
        }
        String how = end instanceof Termination.Signaled signaled
                ? " was ended by signal " + signaled.signal()
                : " ended with exit code " + exitCode();
        throw new ProgramFailedException(failure(line, name + how, ""), this);
    }

    /**
     * Returns the whole of stdout without the last line's end.
     *
     * @return the decoded text
     * @throws OutputLimitException if a part of stdout was not kept
     */
    public String text() {
        CapturedOutput out = outcome.stdout();
        if (!out.isComplete()) {
            throw new OutputLimitException(
                    failure(
                            command,
                            name() + " printed more than was kept: " + out.droppedBytes() + " of " + out.totalBytes()
                                    + " bytes are missing",
                            "keep more with maxOutput(…), or read it with lines() or spillTo(…)"),
                    this);
        }
        String text = out.text();
        int end = text.length();
        if (text.endsWith("\n")) {
            end -= text.endsWith("\r\n") ? 2 : 1;
        }
        return text.substring(0, end);
    }

    String name() {
        return String.valueOf(program.getFileName());
    }

    private Failure failure(String line, String what, String hint) {
        return Failure.of(what, line, Phase.EXECUTE, stderrLines(), hint);
    }

    @Override
    protected List<Object> parts() {
        return List.of(outcome, program, storePaths, closureSize, times, command);
    }

    /** Returns one screen: the way it ended, where it came from, and the first lines that it printed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name())
                .append(": ")
                .append(TextLayout.termination(termination()))
                .append(" in ")
                .append(TextLayout.duration(duration()));
        storePaths.forEach(path -> text.append("\n  store path  ").append(path));
        text.append("\n  closure     ").append(closureSize);
        TextLayout.append(text, "stdout", stdoutLines());
        TextLayout.append(text, "stderr", stderrLines());
        return text.toString();
    }

    /**
     * Builds a {@link RunResult}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable ProcessOutcome outcome;
        private @Nullable Path program;
        private List<StorePath> storePaths = List.of();
        private @Nullable ByteSize closureSize;
        private @Nullable PhaseTimes times;
        private @Nullable String command;

        private Builder() {}

        /**
         * Sets the end of the process and its output.
         *
         * @param outcome how the process ended and what it printed
         * @return this builder
         */
        public Builder outcome(ProcessOutcome outcome) {
            this.outcome = outcome;
            return this;
        }

        /**
         * Sets the executable in the store.
         *
         * @param program an absolute path
         * @return this builder
         */
        public Builder program(Path program) {
            this.program = program;
            return this;
        }

        /**
         * Sets the outputs that the program came from.
         *
         * @param storePaths the store paths, those of the first installable first
         * @return this builder
         */
        public Builder storePaths(List<StorePath> storePaths) {
            this.storePaths = List.copyOf(storePaths);
            return this;
        }

        /**
         * Sets the size of these outputs with all that they depend on.
         *
         * @param closureSize the size
         * @return this builder
         */
        public Builder closureSize(ByteSize closureSize) {
            this.closureSize = closureSize;
            return this;
        }

        /**
         * Sets the duration of each phase.
         *
         * @param times how long each phase took
         * @return this builder
         */
        public Builder times(PhaseTimes times) {
            this.times = times;
            return this;
        }

        /**
         * Sets the command line that ran.
         *
         * @param command one line, quoted for a shell
         * @return this builder
         */
        public Builder command(String command) {
            this.command = command;
            return this;
        }

        /**
         * Changes the way the program ended, in the outcome that has been set.
         *
         * @param termination the way it ended
         * @return this builder
         * @throws IllegalStateException if no outcome has been set
         */
        public Builder termination(Termination termination) {
            ProcessOutcome known = known();
            return outcome(outcome(known, termination, known.stdout(), known.stderr()));
        }

        /**
         * Changes the exit code, in the outcome that has been set.
         *
         * @param exitCode the exit code of a program that ended by itself
         * @return this builder
         * @throws IllegalStateException if no outcome has been set
         */
        public Builder exitCode(int exitCode) {
            return termination(new Termination.Exited(exitCode));
        }

        /**
         * Changes what the program printed to stdout, in the outcome that has been set.
         *
         * @param stdout the whole of it
         * @return this builder
         * @throws IllegalStateException if no outcome has been set
         */
        public Builder stdout(String stdout) {
            ProcessOutcome known = known();
            return outcome(outcome(known, known.termination(), CapturedOutput.of(stdout), known.stderr()));
        }

        /**
         * Changes what the program printed to stderr, in the outcome that has been set.
         *
         * @param stderr the whole of it
         * @return this builder
         * @throws IllegalStateException if no outcome has been set
         */
        public Builder stderr(String stderr) {
            ProcessOutcome known = known();
            return outcome(outcome(known, known.termination(), known.stdout(), CapturedOutput.of(stderr)));
        }

        private ProcessOutcome known() {
            return Required.of(outcome, "outcome");
        }

        private static ProcessOutcome outcome(
                ProcessOutcome known, Termination termination, CapturedOutput stdout, CapturedOutput stderr) {
            return ProcessOutcome.builder(termination)
                    .stdout(stdout)
                    .stderr(stderr)
                    .outputComplete(known.outputComplete())
                    .pid(known.pid())
                    .startedAt(known.startedAt())
                    .duration(known.duration())
                    .build();
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code RunResult}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public RunResult build() {
            return new RunResult(this);
        }
    }
}
