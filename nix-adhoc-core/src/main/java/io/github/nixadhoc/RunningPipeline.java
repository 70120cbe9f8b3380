package io.github.nixadhoc;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.run.StartedPipeline;
import io.github.nixadhoc.result.PipelineResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pipeline whose programs run in the background.
 *
 * <pre>{@code
 * try (RunningPipeline search = Nix.shell("findutils", "gnugrep")
 *         .pipeline(p -> p.command("find", "/").pipe("grep", "nix"))
 *         .start()) {
 *     System.out.println(search.pids());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Closing it stops all stages with all that they started. They end with the JVM in any case.
 *
 * @since 0.1
 */
public final class RunningPipeline implements AutoCloseable {

    private final StartedPipeline<PipelineResult> started;

    RunningPipeline(StartedPipeline<PipelineResult> started) {
        this.started = started;
    }

    /**
     * Returns the process ids.
     *
     * @return the id of each stage's program, the first one first
     */
    public List<Long> pids() {
        return started.processes().stream().map(RunningProcess::pid).toList();
    }

    /**
     * Returns whether a stage has not ended yet, or its output is still being read.
     *
     * @return true until {@link #result()} is complete
     */
    public boolean isRunning() {
        return started.isRunning();
    }

    /**
     * Returns the future of the pipeline's end. Cancelling it does not stop the pipeline.
     *
     * @return a new future; it fails with {@link io.github.nixadhoc.exec.OutputConsumerException} if a consumer of lines
     *     threw
     */
    public CompletableFuture<PipelineResult> result() {
        return started.result();
    }

    /**
     * Stops all stages and all that they started, with SIGTERM, then SIGKILL after the grace period, and waits for the
     * end. Has no effect on a pipeline that has ended.
     *
     * @return the result
     * @throws io.github.nixadhoc.error.CancelledException if the thread is interrupted while it waits; the stages are
     *     stopped nevertheless
     */
    public PipelineResult stop() {
        return started.stop();
    }

    /** Stops the pipeline as {@link #stop()} does, if it still runs. */
    @Override
    public void close() {
        started.close();
    }

    /** Returns the process ids and whether a stage runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pids " + pids() : "ended, pids " + pids();
    }
}
