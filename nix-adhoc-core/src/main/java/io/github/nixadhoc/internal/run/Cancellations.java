package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.internal.text.StageName;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.RunResult;

/** Creates the exceptions for callers whose program was stopped while they waited. */
public final class Cancellations {

    private Cancellations() {}

    /**
     * Returns the exception of a program.
     *
     * @param stopped the result of the program
     */
    public static CancelledException of(RunResult stopped) {
        return of(stopped, name(stopped), stopped.command());
    }

    /**
     * Returns the exception of a pipeline, which names the stage that the pipeline's end comes from.
     *
     * @param stopped the result of the pipeline
     */
    public static CancelledException of(PipelineResult stopped) {
        int stages = stopped.stages().size();
        int stage = stopped.failedStage().orElse(stages - 1);
        RunResult result = stopped.stages().get(stage);
        String name = StageName.of(stage, stages) + ", " + name(result) + ",";
        return of(result, name, stopped.command());
    }

    private static CancelledException of(RunResult result, String name, String line) {
        Failure failure = Failure.of(name + " was cancelled", line, Phase.EXECUTE, result.stderrLines(), "");
        return new CancelledException(failure, result);
    }

    private static String name(RunResult result) {
        return String.valueOf(result.program().getFileName());
    }
}
