package io.github.nixadhoc.testing;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scripted behaviour of a program that a {@link RecordingExecutor} pretends to run.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy.
 *
 * @since 0.1
 */
public final class StubResult extends EqualByContent {

    private static final StubResult SUCCESS =
            new StubResult("", "", new Termination.Exited(0), Duration.ZERO, false, null);

    private final String stdout;
    private final String stderr;
    private final Termination termination;
    private final Duration delay;
    private final boolean hanging;
    private final @Nullable Reason startFailure;

    private StubResult(
            String stdout,
            String stderr,
            Termination termination,
            Duration delay,
            boolean hanging,
            @Nullable Reason startFailure) {
        this.stdout = Objects.requireNonNull(stdout, "stdout");
        this.stderr = Objects.requireNonNull(stderr, "stderr");
        this.termination = Objects.requireNonNull(termination, "termination");
        this.delay = delay;
        this.hanging = hanging;
        this.startFailure = startFailure;
    }

    /**
     * Returns the answer of a program that prints nothing and succeeds.
     *
     * @return the answer
     */
    public static StubResult success() {
        return SUCCESS;
    }

    /**
     * Returns the answer of a program that prints a text and succeeds.
     *
     * @param text what it prints to its standard output
     * @return the answer
     */
    public static StubResult stdout(String text) {
        return SUCCESS.withStdout(text);
    }

    /**
     * Returns the answer of a program that ends with an exit code.
     *
     * @param code the exit code
     * @return the answer
     */
    public static StubResult exitCode(int code) {
        return SUCCESS.withExitCode(code);
    }

    /**
     * Returns the answer of a program that runs until it is cancelled or a time limit passes.
     *
     * @return the answer
     */
    public static StubResult untilStopped() {
        return new StubResult("", "", SUCCESS.termination, Duration.ZERO, true, null);
    }

    /**
     * Returns the answer of a program that cannot be started.
     *
     * @param reason why
     * @return the answer
     */
    public static StubResult notStarting(Reason reason) {
        return new StubResult(
                "", "", SUCCESS.termination, Duration.ZERO, false, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Returns a copy that prints another text.
     *
     * @param text what is printed to standard output
     * @return the changed copy
     */
    public StubResult withStdout(String text) {
        return new StubResult(text, stderr, termination, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that prints other errors.
     *
     * @param text what is printed to standard error
     * @return the changed copy
     */
    public StubResult withStderr(String text) {
        return new StubResult(stdout, text, termination, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that ends with another exit code.
     *
     * @param code the exit code
     * @return the changed copy
     */
    public StubResult withExitCode(int code) {
        return withTermination(new Termination.Exited(code));
    }

    /**
     * Returns a copy that ends in another way.
     *
     * @param changed the way
     * @return the changed copy
     */
    public StubResult withTermination(Termination changed) {
        return new StubResult(stdout, stderr, changed, delay, hanging, startFailure);
    }

    /**
     * Returns a copy that runs for another time.
     *
     * @param changed the time
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public StubResult withDelay(Duration changed) {
        if (changed.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + changed);
        }
        return new StubResult(stdout, stderr, termination, changed, hanging, startFailure);
    }

    /**
     * Returns what the program prints to its standard output, as soon as it starts.
     *
     * @return the text
     */
    public String stdout() {
        return stdout;
    }

    /**
     * Returns what the program prints to its standard error, after its standard output.
     *
     * @return the text
     */
    public String stderr() {
        return stderr;
    }

    /**
     * Returns the way the program ends when it is not stopped.
     *
     * @return the termination
     */
    public Termination termination() {
        return termination;
    }

    /**
     * Returns how long the program runs.
     *
     * @return the time
     */
    public Duration delay() {
        return delay;
    }

    /**
     * Returns whether the program runs until it is stopped.
     *
     * @return whether it never ends by itself
     */
    public boolean hanging() {
        return hanging;
    }

    /**
     * Returns the reason for which the program cannot be started.
     *
     * @return the reason; empty if it can be started
     */
    public Optional<Reason> startFailure() {
        return Optional.ofNullable(startFailure);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(stdout, stderr, termination, delay, hanging, startFailure);
    }

    @Override
    public String toString() {
        return "StubResult[stdout=" + stdout + ", stderr=" + stderr + ", termination=" + termination + ", delay="
                + delay + ", hanging=" + hanging + ", startFailure=" + startFailure + "]";
    }
}
