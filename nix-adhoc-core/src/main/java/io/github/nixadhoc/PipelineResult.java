package io.github.nixadhoc;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.internal.text.StageName;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What came of a pipeline: how each stage ended, and what the last one printed.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param stages what came of each stage, the first one first; their times of Nix's work are those of the whole pipeline,
 *     and stdout of all but the last is empty
 * @param duration how long the programs ran, from the start of the first to the end of the last to end
 * @param command the line of bash that does the same, without values of the environment
 * @since 0.1
 */
public record PipelineResult(List<RunResult> stages, Duration duration, String command) {

    private static final int SIGPIPE = 13;

    /**
     * Copies the stages.
     *
     * @param stages what came of each stage; at least one
     * @param duration how long the programs ran
     * @param command the line of bash that does the same
     */
    public PipelineResult {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a pipeline has at least one stage");
        }
    }

    /**
     * Returns the stage whose failure is the answer: the right-most that failed, where those that were stopped only
     * because another stage was come last. A stage before the last that was ended by SIGPIPE has not failed.
     *
     * @return the index of the stage, 0 for the first; empty if none failed
     */
    public OptionalInt failedStage() {
        int stopped = -1;
        for (int i = stages.size() - 1; i >= 0; i--) {
            Termination end = stages.get(i).termination();
            if (end instanceof Termination.Cancelled) {
                stopped = Math.max(stopped, i);
            } else if (!isFine(i, end)) {
                return OptionalInt.of(i);
            }
        }
        return stopped < 0 ? OptionalInt.empty() : OptionalInt.of(stopped);
    }

    private boolean isFine(int stage, Termination end) {
        boolean readerWasDone = stage < stages.size() - 1 && end.equals(new Termination.Signaled(SIGPIPE));
        return end.isSuccess() || readerWasDone;
    }

    /**
     * Returns the way the pipeline ended: that of the stage whose failure is the answer.
     *
     * @return the termination; {@code Exited(0)} if no stage failed
     */
    public Termination termination() {
        OptionalInt failed = failedStage();
        return failed.isEmpty()
                ? new Termination.Exited(0)
                : stages.get(failed.getAsInt()).termination();
    }

    /**
     * Returns the exit code as a shell with {@code pipefail} would report it, but for SIGPIPE.
     *
     * @return the exit code of {@link #termination()}
     */
    public int exitCode() {
        return termination().exitCode();
    }

    /**
     * Returns what was kept of the last stage's standard output, decoded.
     *
     * @return the text, with a note where bytes were dropped
     */
    public String stdout() {
        return last().stdout();
    }

    /**
     * Returns the lines of {@link #stdout()}, without their ends.
     *
     * @return an unmodifiable list
     */
    public List<String> stdoutLines() {
        return last().stdoutLines();
    }

    /**
     * Returns the last stage.
     *
     * @return what came of it
     */
    public RunResult last() {
        return stages.get(stages.size() - 1);
    }

    /**
     * Insists on success. The exception names the stage, and carries what came of it.
     *
     * @return this result, if no stage failed
     * @throws io.github.nixadhoc.error.ProgramFailedException if one ended with another exit code or by a signal
     * @throws io.github.nixadhoc.error.TimedOutException if the deadline passed or all were silent for too long
     * @throws CancelledException if the pipeline was stopped
     * @throws io.github.nixadhoc.error.OutputLimitException if it was stopped for printing too much
     */
    public PipelineResult orThrow() {
        OptionalInt failed = failedStage();
        if (failed.isPresent()) {
            int stage = failed.getAsInt();
            RunResult unused = stages.get(stage).orThrow(name(stage), command);
        }
        return this;
    }

    CancelledException cancelled() {
        int stage = failedStage().orElse(stages.size() - 1);
        return stages.get(stage).cancelled(name(stage), command);
    }

    private String name(int stage) {
        return StageName.of(stage, stages.size()) + ", " + stages.get(stage).name() + ",";
    }

    /** Returns one screen: how each stage ended, and the first lines that the last one printed. */
    @Override
    public String toString() {
        return Print.pipeline(this);
    }
}
