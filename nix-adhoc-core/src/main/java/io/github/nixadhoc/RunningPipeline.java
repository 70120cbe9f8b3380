package io.github.nixadhoc;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.run.Cancellations;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * A pipeline whose programs run in the background.
 *
 * <p>Thread-safe. Closing it stops all stages with all that they started. They end with the JVM in any case.
 *
 * @since 0.1
 */
public final class RunningPipeline implements AutoCloseable {

    private final List<RunningProcess> processes;
    private final CompletableFuture<PipelineResult> result;

    RunningPipeline(
            List<RunningProcess> processes,
            Function<List<ProcessOutcome>, PipelineResult> result,
            Runnable whenFailed) {
        this.processes = List.copyOf(processes);
        // waits for the others too when the outcome of one is an exception
        this.result = CompletableFuture.allOf(
                        processes.stream().map(RunningProcess::outcome).toArray(CompletableFuture<?>[]::new))
                .whenComplete((all, failure) -> {
                    if (failure != null) {
                        whenFailed.run();
                    }
                })
                .thenApply(all -> result.apply(processes.stream()
                        .map(process -> process.outcome().join())
                        .toList()));
    }

    /**
     * Returns the process ids.
     *
     * @return the id of each stage's program, the first one first
     */
    public List<Long> pids() {
        return processes.stream().map(RunningProcess::pid).toList();
    }

    /**
     * Returns whether a stage has not ended yet, or its output is still being read.
     *
     * @return true until {@link #result()} is complete
     */
    public boolean isRunning() {
        return !result.isDone();
    }

    /**
     * Returns the future of the pipeline's end. Cancelling it does not stop the pipeline.
     *
     * @return a new future; it fails with {@link io.github.nixadhoc.exec.OutputConsumerException} if a consumer of lines
     *     threw
     */
    public CompletableFuture<PipelineResult> result() {
        return result.copy();
    }

    /**
     * Stops all stages and all that they started, with SIGTERM, then SIGKILL after the grace period, and waits for the
     * end. Has no effect on a pipeline that has ended.
     *
     * @return what came of it
     * @throws CancelledException if the thread is interrupted while it waits; the stages are stopped all the same
     */
    public PipelineResult stop() {
        cancel();
        return await();
    }

    /** Stops the pipeline as {@link #stop()} does, if it still runs. */
    @Override
    public void close() {
        cancel();
        result.exceptionally(failure -> null).join();
    }

    private void cancel() {
        processes.forEach(RunningProcess::cancel);
    }

    /** Has something done when the pipeline has ended and its result is known, at once if it has. */
    void onEnd(Runnable action) {
        CompletableFuture<PipelineResult> unused = result.whenComplete((ended, failure) -> action.run());
    }

    /** Waits for the end; an interrupt stops the pipeline. */
    PipelineResult await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancel();
            PipelineResult stopped = join();
            Thread.currentThread().interrupt();
            throw Cancellations.of(stopped);
        } catch (ExecutionException e) {
            throw RunningProgram.unwrapped(e);
        }
    }

    private PipelineResult join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw RunningProgram.unwrapped(e);
        }
    }

    /** Returns this as something that prints lines. */
    LineStream.Source lineSource() {
        return new LineStream.Source() {

            @Override
            public void onEnd(Runnable action) {
                RunningPipeline.this.onEnd(action);
            }

            @Override
            public void close() {
                RunningPipeline.this.close();
            }

            @Override
            public void awaitSuccess() {
                PipelineResult unused = await().orThrow();
            }

            @Override
            public CancelledException awaitCancelled() {
                return Cancellations.of(await());
            }
        };
    }

    /** Returns the process ids and whether a stage runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pids " + pids() : "ended, pids " + pids();
    }
}
