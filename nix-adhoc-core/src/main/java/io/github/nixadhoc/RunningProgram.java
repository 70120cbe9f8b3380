package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.RunningProcess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * A program that runs in the background.
 *
 * <p>Thread-safe. Closing it stops the program with all that it started. It ends with the JVM in any case.
 *
 * @since 0.1
 */
public final class RunningProgram implements AutoCloseable {

    private final RunningProcess process;
    private final CompletableFuture<RunResult> result;

    RunningProgram(RunningProcess process, Function<ProcessOutcome, RunResult> result) {
        this.process = process;
        this.result = process.outcome().thenApply(result);
    }

    /**
     * Returns the process id.
     *
     * @return the id that the operating system knows the program by
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns whether the program has not ended yet, or its output is still being read.
     *
     * @return true until {@link #result()} is complete
     */
    public boolean isRunning() {
        return !result.isDone();
    }

    /**
     * Returns the future of the program's end. Cancelling it does not stop the program.
     *
     * @return a new future; it fails with {@link io.github.nixadhoc.exec.OutputConsumerException} if a consumer of lines
     *     threw
     */
    public CompletableFuture<RunResult> result() {
        return result.copy();
    }

    /**
     * Stops the program and all that it started, with SIGTERM, then SIGKILL after the grace period, and waits for the
     * end. Has no effect on a program that has ended.
     *
     * @return what came of it
     * @throws io.github.nixadhoc.error.CancelledException if the thread is interrupted while it waits; the program is
     *     stopped all the same
     */
    public RunResult stop() {
        process.cancel();
        return await();
    }

    /** Stops the program as {@link #stop()} does, if it still runs. */
    @Override
    public void close() {
        process.cancel();
        result.exceptionally(failure -> null).join();
    }

    /** Returns how it ended; empty if it has not. */
    Optional<ProcessOutcome> outcomeIfEnded() {
        CompletableFuture<ProcessOutcome> outcome = process.outcome();
        return outcome.isDone() && !outcome.isCompletedExceptionally() ? Optional.of(outcome.join()) : Optional.empty();
    }

    /** Has something done when the program has ended and its result is known, at once if it has. */
    void onEnd(Runnable action) {
        CompletableFuture<RunResult> unused = result.whenComplete((ended, failure) -> action.run());
    }

    /** Waits for the end; an interrupt stops the program. */
    RunResult await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            process.cancel();
            RunResult stopped = join();
            Thread.currentThread().interrupt();
            throw stopped.cancelled();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private RunResult join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(Exception completion) {
        Throwable cause = completion.getCause();
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(completion);
    }

    /** Returns the process id and whether it runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pid " + pid() : "ended, pid " + pid();
    }
}
