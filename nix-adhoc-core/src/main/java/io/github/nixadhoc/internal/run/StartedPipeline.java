package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The running programs of one run, a single one or the stages of a pipeline, and the future of their result. Takes the
 * last step of the run: awaits their end.
 *
 * <p>Thread-safe.
 *
 * @param <R> the type of the result
 */
public final class StartedPipeline<R> implements LineStream.Source {

    private final ResultKind<R> kind;
    private final List<RunningProcess> processes;
    private final CompletableFuture<R> result;

    /**
     * Creates the handle of processes that were started together.
     *
     * @param result returns the result for their outcomes
     * @param whenFailed is called when all have ended, at least one of them without an outcome
     * @param startFailure explains that a program could not be started, which an executor may find out late
     */
    StartedPipeline(
            ResultKind<R> kind,
            List<RunningProcess> processes,
            Function<List<ProcessOutcome>, R> result,
            Runnable whenFailed,
            Function<ProcessStartException, NixException> startFailure) {
        this.kind = kind;
        this.processes = List.copyOf(processes);
        this.result = outcomes(this.processes)
                .whenComplete((all, failure) -> {
                    if (failure != null) {
                        whenFailed.run();
                    }
                })
                .exceptionally(failure -> {
                    throw explained(failure, startFailure);
                })
                .thenApply(result);
    }

    private static RuntimeException explained(
            Throwable failure, Function<ProcessStartException, NixException> startFailure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProcessStartException start
                ? startFailure.apply(start)
                : failure instanceof CompletionException completion ? completion : new CompletionException(failure);
    }

    /** Completes after all processes, even if the outcome of one is an exception. */
    private static CompletableFuture<List<ProcessOutcome>> outcomes(List<RunningProcess> processes) {
        if (processes.size() == 1) {
            return processes.get(0).outcome().thenApply(List::of);
        }
        return CompletableFuture.allOf(
                        processes.stream().map(RunningProcess::outcome).toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> processes.stream()
                        .map(process -> process.outcome().join())
                        .toList());
    }

    /** Returns the processes, the first stage first. */
    public List<RunningProcess> processes() {
        return processes;
    }

    /** Returns the process of the last stage. */
    public RunningProcess last() {
        return processes.get(processes.size() - 1);
    }

    public boolean isRunning() {
        return !result.isDone();
    }

    /** Returns a new future of the result. Cancelling it stops nothing. */
    public CompletableFuture<R> result() {
        return result.copy();
    }

    /** Stops the programs with all that they started. Returns at once. */
    void cancel() {
        processes.forEach(RunningProcess::cancel);
    }

    /** Stops the programs, and waits for their end. */
    public R stop() {
        cancel();
        return await();
    }

    @Override
    public void close() {
        cancel();
        result.exceptionally(failure -> null).join();
    }

    /** Registers an action for the time when the result is known. Runs it at once if it is known. */
    @Override
    public void onEnd(Runnable action) {
        CompletableFuture<R> unused = result.whenComplete((ended, failure) -> action.run());
    }

    @Override
    public void awaitSuccess() {
        kind.requireSuccess(await());
    }

    @Override
    public CancelledException awaitCancelled() {
        return kind.cancelled(await());
    }

    /**
     * Waits for the end; an interrupt stops the programs.
     *
     * @throws CancelledException if the thread was interrupted
     */
    R await() {
        return await(Duration.ZERO, () -> {});
    }

    /** Waits for the end as {@link #await()} does, and calls an action when that takes longer than a time. */
    R await(Duration time, Runnable whenLonger) {
        try {
            return get(time, whenLonger);
        } catch (InterruptedException e) {
            cancel();
            R stopped = join();
            Thread.currentThread().interrupt();
            throw kind.cancelled(stopped);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private R get(Duration time, Runnable whenLonger) throws InterruptedException, ExecutionException {
        try {
            return result.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            whenLonger.run();
            return result.get();
        }
    }

    private R join() {
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
}
