package io.github.nixadhoc.exec;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A process that has been started, with all it starts in turn.
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
}
