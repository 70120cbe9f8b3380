package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Signal;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * A process that has been started, with all processes that it starts in turn.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface RunningProcess {

    /**
     * Returns the process id.
     *
     * @return the id that the operating system has given it
     */
    long pid();

    /**
     * Returns the future of the process's end.
     *
     * <p>It completes when the process has ended, its output has been read and every line has been delivered. If a
     * descendant of the process keeps the output open, reading ends after a short while and
     * {@link ProcessOutcome#outputComplete()} is false. The future completes exceptionally with
     * {@link OutputConsumerException}, when a consumer of lines threw or the file to spill to could not be written, and
     * with {@link InputSourceException}, when the stream given as input threw. Cancelling the future does not stop the process.
     *
     * @return the future, the same at each call
     */
    CompletableFuture<ProcessOutcome> outcome();

    /**
     * Waits for the process's end.
     *
     * <p>An interrupt of the calling thread stops the process as {@link #cancel()} does. The method then still waits for the
     * outcome and returns it, and the thread's interrupt flag is set.
     *
     * @return the outcome
     * @throws OutputConsumerException if a consumer of lines threw or the file to spill to could not be written
     * @throws InputSourceException if the stream given as input threw
     */
    default ProcessOutcome await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome().get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Stops the process and all its descendants: SIGTERM, then SIGKILL after the grace period of the spec.
     *
     * <p>Returns at once; {@link #outcome()} completes with
     * {@link io.github.nixadhoc.model.Termination.Cancelled}. Has no effect once the outcome has completed.
     */
    void cancel();

    /**
     * Returns the part of standard output that has been kept so far.
     *
     * @return the output; empty if it is not captured
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default CapturedOutput stdoutSoFar() {
        throw notOffered("the output so far");
    }

    /**
     * Returns the part of standard error that has been kept so far.
     *
     * @return the output; empty if it is not captured, or merged into standard output
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default CapturedOutput stderrSoFar() {
        throw notOffered("the output so far");
    }

    /**
     * Returns the lines of standard output from the first one on, and later ones as they are printed. Each returned stream has
     * all lines. The process does not wait for the reader: where bytes were dropped before they were read, a line says how
     * many.
     *
     * @return the lines, which end with the process; reading them throws
     *     {@link java.util.concurrent.CancellationException} when the thread is interrupted while it waits
     * @throws IllegalStateException if the output is not kept
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default Stream<String> lines() {
        throw notOffered("lines of the output while the process runs");
    }

    /**
     * Returns the standard input of a process that was started with {@link Stdin.Open}. Bytes arrive as soon as they are
     * written. Writing blocks while the process does not read, and throws when the process has ended. Closing the stream ends
     * the input, and releases writes that block in other threads.
     *
     * @return the input, the same at each call
     * @throws IllegalStateException if the input is not open
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default OutputStream stdin() {
        throw notOffered("an input that is written while the process runs");
    }

    /**
     * Sends a signal to the process, but not to the processes that it has started.
     *
     * @param signal the signal
     * @return whether it was sent; false if the process has ended
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default boolean signal(Signal signal) {
        throw notOffered("signals");
    }

    private UnsupportedOperationException notOffered(String feature) {
        return new UnsupportedOperationException("the client's executor does not offer " + feature + ": "
                + getClass().getName() + " would have to implement it");
    }
}
