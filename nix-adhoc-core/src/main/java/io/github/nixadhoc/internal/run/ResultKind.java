package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.RunResult;
import java.time.Duration;
import java.util.List;

/**
 * The kind of a run's result: that of a single program, or that of a pipeline.
 *
 * @param <R> the type of the result
 */
public interface ResultKind<R> {

    /** The result of a single program. */
    ResultKind<RunResult> PROGRAM = new ResultKind<>() {

        @Override
        public RunResult of(List<RunResult> stages, Duration duration, String line) {
            return stages.get(0);
        }

        @Override
        public void requireSuccess(RunResult result) {
            RunResult unused = result.orThrow();
        }

        @Override
        public CancelledException cancelled(RunResult result) {
            return Cancellations.of(result);
        }

        @Override
        public Termination termination(RunResult result) {
            return result.termination();
        }
    };

    /** The result of a pipeline. */
    ResultKind<PipelineResult> PIPELINE = new ResultKind<>() {

        @Override
        public PipelineResult of(List<RunResult> stages, Duration duration, String line) {
            return PipelineResult.of(stages, duration, line);
        }

        @Override
        public void requireSuccess(PipelineResult result) {
            PipelineResult unused = result.orThrow();
        }

        @Override
        public CancelledException cancelled(PipelineResult result) {
            return Cancellations.of(result);
        }

        @Override
        public Termination termination(PipelineResult result) {
            return result.termination();
        }
    };

    /**
     * Returns the result of a run.
     *
     * @param stages the results of the programs, in order
     * @param duration the time from the start of the first to the end of the last
     * @param line the command line
     */
    R of(List<RunResult> stages, Duration duration, String line);

    /**
     * Insists that a run was successful.
     *
     * @throws io.github.nixadhoc.error.NixException if it was not
     */
    void requireSuccess(R result);

    /** Returns the exception that says that a run was cancelled. */
    CancelledException cancelled(R result);

    /** Returns the way in which a run ended. */
    Termination termination(R result);
}
