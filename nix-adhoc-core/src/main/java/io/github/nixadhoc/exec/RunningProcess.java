package io.github.nixadhoc.exec;

import java.util.concurrent.CompletableFuture;

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
     * {@link ProcessOutcome#outputComplete()} is false. It completes exceptionally only with
     * {@link OutputConsumerException}, when a consumer of lines threw. Cancelling it does not stop the process.
     *
     * @return the future, the same at each call
     */
    CompletableFuture<ProcessOutcome> outcome();

    /**
     * Stops the process and all its descendants: SIGTERM, then SIGKILL after the grace period of the spec.
     *
     * <p>Returns at once; {@link #outcome()} completes with
     * {@link io.github.nixadhoc.model.Termination.Cancelled}. Has no effect on a process that has ended.
     */
    void cancel();
}
