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
     * @return the id that the operating system knows it by
     */
    long pid();

    /**
     * Returns the future of the process's end.
     *
     * <p>It completes when the process has ended, its output has been read and every line has been delivered. When a
     * descendant of the process keeps the output open, reading ends after a short while and
     * {@link ProcessOutcome#outputComplete()} is false. It completes exceptionally with
     * {@link OutputConsumerException}, when a consumer of lines threw or the file to spill to could not be written, and
     * with {@link InputSourceException}, when the stream given as input threw. Cancelling it does not stop the process.
     *
     * @return the future, the same at each call
     */
    CompletableFuture<ProcessOutcome> outcome();

    /**
     * Waits for the process's end.
     *
     * <p>An interrupt of the calling thread stops the process as {@link #cancel()} does; its outcome is then waited for
     * and returned, and the thread's interrupt flag is set.
     *
     * @return how it ended
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
     * {@link io.github.nixadhoc.model.Termination.Cancelled}. Has no effect once it has completed.
     */
    void cancel();

    /**
     * Returns what has been kept of standard output so far.
     *
     * @return the output; empty if it is not captured
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default CapturedOutput stdoutSoFar() {
        throw notOffered("the output so far");
    }

    /**
     * Returns what has been kept of standard error so far.
     *
     * @return the output; empty if it is not captured, or merged into standard output
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default CapturedOutput stderrSoFar() {
        throw notOffered("the output so far");
    }

    /**
     * Returns the lines of standard output, from the first one on, and those to come as they come. Each stream has all of
     * them. The process does not wait for the reader: where it was so slow that bytes were dropped, a line says how many.
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
     * Returns the standard input of a process that was started with {@link Stdin.Open}. What is written arrives at once;
     * writing blocks while the process does not read, and throws when it has ended. Closing it ends the input, and writes
     * that wait in other threads.
     *
     * @return the input, the same at each call
     * @throws IllegalStateException if the input is not open
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default OutputStream stdin() {
        throw notOffered("an input that is written while the process runs");
    }

    /**
     * Sends the process a signal, and not those that it has started.
     *
     * @param signal the signal
     * @return whether it was sent; false if the process has ended
     * @throws UnsupportedOperationException if the executor does not offer it, which is the default
     */
    default boolean signal(Signal signal) {
        throw notOffered("signals");
    }

    private UnsupportedOperationException notOffered(String what) {
        return new UnsupportedOperationException("the client's executor does not offer " + what + ": "
                + getClass().getName() + " would have to implement it");
    }
}
