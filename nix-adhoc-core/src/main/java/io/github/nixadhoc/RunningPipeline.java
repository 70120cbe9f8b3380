package io.github.nixadhoc;

import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.run.StartedPipeline;
import io.github.nixadhoc.result.PipelineResult;
import java.util.List;

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
public final class RunningPipeline extends RunningCommand<PipelineResult> {

    RunningPipeline(StartedPipeline<PipelineResult> started) {
        super(started);
    }

    /**
     * Returns the process ids.
     *
     * @return the id of each stage's program, the first one first
     */
    public List<Long> pids() {
        return started().processes().stream().map(RunningProcess::pid).toList();
    }

    /** Returns the process ids and whether a stage runs. */
    @Override
    public String toString() {
        return isRunning() ? "running, pids " + pids() : "ended, pids " + pids();
    }
}
