package io.github.nixadhoc;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.OutputLimitException;
import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.ProgramResult;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came of a program: how it ended, what it printed, where it came from, and how long all of it took.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param outcome how the process ended and what it printed
 * @param program the executable in the store
 * @param storePaths the outputs that it came from, those of the first installable first
 * @param closureSize what these outputs occupy with all that they depend on, each path counted once
 * @param times how long each phase took
 * @param command the command line that ran, quoted for a shell, without values of the environment
 * @since 0.1
 */
public record RunResult(
        ProcessOutcome outcome,
        Path program,
        List<StorePath> storePaths,
        ByteSize closureSize,
        PhaseTimes times,
        String command)
        implements ProgramResult {

    /**
     * Copies the paths.
     *
     * @param outcome how the process ended and what it printed
     * @param program the executable in the store
     * @param storePaths the outputs that it came from
     * @param closureSize what these outputs occupy
     * @param times how long each phase took
     * @param command the command line that ran
     */
    public RunResult {
        storePaths = List.copyOf(storePaths);
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
                            name + " was stopped after " + Print.duration(duration())
                                    + (end instanceof Termination.TimedOut
                                            ? ": its time was up"
                                            : ": it was silent for too long"),
                            "give it more time with timeout(…) or idleTimeout(…)"),
                    this);
        }
        if (end instanceof Termination.Cancelled) {
            throw cancelled(name, line);
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

    CancelledException cancelled() {
        return cancelled(name(), command);
    }

    CancelledException cancelled(String name, String line) {
        return new CancelledException(failure(line, name + " was cancelled", ""), this);
    }

    /** Returns the whole of stdout without the last line's end, and refuses to return a part of it. */
    String wholeText() {
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

    /** Returns one screen: the way it ended, where it came from, and the first lines that it printed. */
    @Override
    public String toString() {
        return Print.result(this);
    }
}
