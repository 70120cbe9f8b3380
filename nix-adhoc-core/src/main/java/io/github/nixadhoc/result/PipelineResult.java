package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.StageName;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The result of a pipeline: how each stage ended, and what the last one printed.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class PipelineResult extends EqualByContent {

    private static final int SIGPIPE = 13;

    private final List<RunResult> stages;
    private final Duration duration;
    private final String command;

    private PipelineResult(List<RunResult> stages, Duration duration, String command) {
        this.stages = List.copyOf(stages);
        this.duration = Objects.requireNonNull(duration, "duration");
        this.command = Objects.requireNonNull(command, "command");
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a pipeline has at least one stage");
        }
    }

    /**
     * Returns a {@code PipelineResult}. The library uses this, and so may the tests of its users.
     *
     * @param stages the result of each stage, the first one first; at least one
     * @param duration the time from the start of the first program to the end of the last to end
     * @param command the line of bash that does the same, without values of the environment
     * @return an immutable {@code PipelineResult}
     * @throws IllegalArgumentException if there is no stage
     */
    public static PipelineResult of(List<RunResult> stages, Duration duration, String command) {
        return new PipelineResult(stages, duration, command);
    }

    /**
     * Returns the result of each stage, the first one first.
     *
     * <p>Their times of Nix's work are those of the whole pipeline, and stdout of all but the last is empty.
     *
     * @return an unmodifiable list of at least one
     */
    public List<RunResult> stages() {
        return stages;
    }

    /**
     * Returns the time from the start of the first program to the end of the last to end.
     *
     * @return how long the programs ran
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Returns the line of bash that does the same, without values of the environment.
     *
     * @return one line
     */
    public String command() {
        return command;
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
     * @throws io.github.nixadhoc.error.CancelledException if the pipeline was stopped
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

    private String name(int stage) {
        return StageName.of(stage, stages.size()) + ", " + stages.get(stage).name() + ",";
    }

    @Override
    protected List<Object> parts() {
        return List.of(stages, duration, command);
    }

    /** Returns one screen: how each stage ended, and the first lines that the last one printed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("pipeline: ")
                .append(TextLayout.termination(termination()))
                .append(" in ")
                .append(TextLayout.duration(duration));
        stages.forEach(stage -> {
            text.append("\n  ").append(stage.name()).append(": ").append(TextLayout.termination(stage.termination()));
            TextLayout.append(text, "stderr", stage.stderrLines());
        });
        TextLayout.append(text, "stdout", stdoutLines());
        return text.toString();
    }
}
