package io.github.nixadhoc.exec;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link RecordingExecutor} does in place of running a program.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy.
 *
 * @param stdout what the program prints to its standard output, as soon as it starts
 * @param stderr what it prints to its standard error, after that
 * @param termination how it ends when it is not stopped
 * @param delay how long it runs
 * @param hanging whether it runs until it is stopped
 * @param startFailure why it cannot be started; empty if it can
 * @since 0.1
 */
public record Answer(
        String stdout,
        String stderr,
        Termination termination,
        Duration delay,
        boolean hanging,
        Optional<Reason> startFailure) {

    private static final Answer SUCCESS =
            new Answer("", "", new Termination.Exited(0), Duration.ZERO, false, Optional.empty());

    /**
     * Checks the parts.
     *
     * @param stdout what the program prints to its standard output
     * @param stderr what it prints to its standard error
     * @param termination how it ends when it is not stopped
     * @param delay how long it runs
     * @param hanging whether it runs until it is stopped
     * @param startFailure why it cannot be started
     * @throws IllegalArgumentException if the delay is negative
     */
    public Answer {
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(termination, "termination");
        Objects.requireNonNull(startFailure, "startFailure");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
    }

    /**
     * Returns the answer of a program that prints nothing and succeeds.
     *
     * @return the answer
     */
    public static Answer success() {
        return SUCCESS;
    }

    /**
     * Returns the answer of a program that prints a text and succeeds.
     *
     * @param text what it prints to its standard output
     * @return the answer
     */
    public static Answer stdout(String text) {
        return SUCCESS.withStdout(text);
    }

    /**
     * Returns the answer of a program that ends with an exit code.
     *
     * @param code the exit code
     * @return the answer
     */
    public static Answer exitCode(int code) {
        return SUCCESS.withExitCode(code);
    }

    /**
     * Returns the answer of a program that runs until it is cancelled or a time limit passes.
     *
     * @return the answer
     */
    public static Answer untilStopped() {
        return new Answer("", "", SUCCESS.termination, Duration.ZERO, true, Optional.empty());
    }

    /**
     * Returns the answer of a program that cannot be started.
     *
     * @param reason why
     * @return the answer
     */
    public static Answer notStarting(Reason reason) {
        return new Answer("", "", SUCCESS.termination, Duration.ZERO, false, Optional.of(reason));
    }

    /**
     * Returns a copy that prints another text.
     *
     * @param text what is printed to standard output
     * @return the changed copy
     */
    public Answer withStdout(String text) {
        return new Answer(text, stderr, termination, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that prints other errors.
     *
     * @param text what is printed to standard error
     * @return the changed copy
     */
    public Answer withStderr(String text) {
        return new Answer(stdout, text, termination, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that ends with another exit code.
     *
     * @param code the exit code
     * @return the changed copy
     */
    public Answer withExitCode(int code) {
        return withTermination(new Termination.Exited(code));
    }

    /**
     * Returns a copy that ends in another way.
     *
     * @param changed the way
     * @return the changed copy
     */
    public Answer withTermination(Termination changed) {
        return new Answer(stdout, stderr, changed, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that runs for another time.
     *
     * @param changed the time
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Answer withDelay(Duration changed) {
        return new Answer(stdout, stderr, termination, changed, hanging, startFailure);
    }
}
