package io.github.nixadhoc;

import io.github.nixadhoc.internal.run.StartedPipeline;
import java.util.concurrent.CompletableFuture;

/**
 * A program or a pipeline that runs in the background.
 *
 * <p>Thread-safe. Closing it stops all programs with all that they started.
 *
 * @param <R> the type of the result
 * @since 0.1
 */
public abstract class RunningCommand<R> implements AutoCloseable {

    private final StartedPipeline<R> started;

    RunningCommand(StartedPipeline<R> started) {
        this.started = started;
    }

    final StartedPipeline<R> started() {
        return started;
    }

    /**
     * Returns whether a program has not ended yet, or its output is still being read.
     *
     * @return true until {@link #result()} is complete
     */
    public final boolean isRunning() {
        return started.isRunning();
    }

    /**
     * Returns the future of the end of all programs. Cancelling it stops none of them.
     *
     * @return a new future; it fails with {@link io.github.nixadhoc.exec.OutputConsumerException} if a consumer of lines
     *     threw
     */
    public final CompletableFuture<R> result() {
        return started.result();
    }

    /**
     * Stops all programs and all that they started, with SIGTERM, then SIGKILL after the grace period, and waits for the
     * end. Has no effect if they have ended.
     *
     * @return the result
     * @throws io.github.nixadhoc.error.CancelledException if the thread is interrupted while it waits; the programs are
     *     stopped nevertheless
     */
    public final R stop() {
        return started.stop();
    }

    /** Stops the programs as {@link #stop()} does, if they still run. */
    @Override
    public final void close() {
        started.close();
    }
}
