package io.github.nixadhoc;

import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.run.PipelineRequest;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.run.ResultKind;
import io.github.nixadhoc.internal.text.StageName;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Runs several programs at once, each reading what the one before it prints, as {@code a | b | c} does in a shell.
 *
 * <pre>{@code
 * String name = Pipeline.of(Nix.run("curl").args("-s", url)).pipe(Nix.run("jq").args(".name")).text();
 * }</pre>
 *
 * <p>The packages of all stages are resolved together, the client's policy sees every stage before anything is
 * downloaded or built, and all are in the store before the first stage starts. The bytes go through pipes of the
 * operating system, not through this JVM, so a slow stage slows those before it. Either all stages start or none is
 * left running.
 *
 * <p>A pipeline fails if one of its stages does, and its exit code is that of the right-most failure, as with {@code
 * pipefail} in bash. A stage other than the last may end by SIGPIPE without failing: the next stage has read enough, as
 * in {@code yes | head -1}. A program that handles SIGPIPE and ends with another exit code has failed.
 *
 * <p>Options of input and output belong to stages: stdin to the first, stdout to the last, stderr to each. An option
 * that would have no effect is refused. Time limits belong to the pipeline: when one passes, all stages are stopped
 * with all that they have started. The pipeline ends when all stages have ended: {@code sleep 1000 | true} takes as
 * long as in a shell.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class Pipeline extends EqualByContent implements NixCommand<PipelineResult> {

    private final Engine engine;
    private final PipelineRequest request;

    Pipeline(Engine engine, PipelineRequest request) {
        this.engine = engine;
        this.request = request;
        for (int i = 0; i < request.stages().size(); i++) {
            requireInPlace(i);
        }
    }

    /**
     * Begins a pipeline.
     *
     * @param first the first stage, whose client runs the pipeline
     * @return the pipeline; nothing runs before a verb such as {@link #execute()}
     * @throws IllegalArgumentException if it has time limits of its own
     */
    public static Pipeline of(ProgramCommand<?> first) {
        return new Pipeline(first.engine(), new PipelineRequest(List.of(first.request()), TimeLimits.NONE));
    }

    /**
     * Adds a stage that reads the stdout of the one before it.
     *
     * @param next the stage, which the client of the first stage runs
     * @return the changed copy
     * @throws IllegalArgumentException if it has an input or time limits of its own, or the stage before it has options
     *     for its stdout
     */
    public Pipeline pipe(ProgramCommand<?> next) {
        List<ProgramRequest> more = new ArrayList<>(request.stages());
        more.add(next.request());
        return new Pipeline(engine, new PipelineRequest(more, request.limits()));
    }

    /**
     * Returns the stages.
     *
     * @return the commands, the first stage first
     */
    public List<ProgramCommand<?>> stages() {
        return request.stages().stream()
                .<ProgramCommand<?>>map(stage -> ProgramCommand.of(engine, stage))
                .toList();
    }

    /**
     * Sets the time limit of the whole: Nix's work, all programs, and the reading of their output; none unless set.
     * When it passes, everything that was started is stopped.
     *
     * @param timeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public Pipeline timeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return with(new TimeLimits(
                timeout, request.limits().idleTimeout(), request.limits().gracePeriod()));
    }

    /**
     * Sets the time for which all stages together may print nothing before they are stopped; none unless set. Only
     * output to this JVM counts: stderr of each stage, and stdout of the last.
     *
     * @param idleTimeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public Pipeline idleTimeout(Duration idleTimeout) {
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        return with(new TimeLimits(
                request.limits().timeout(), idleTimeout, request.limits().gracePeriod()));
    }

    /**
     * Sets the time between SIGTERM and SIGKILL when the stages have to be stopped; 5 seconds unless set.
     *
     * @param gracePeriod the time, not negative
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public Pipeline gracePeriod(Duration gracePeriod) {
        return with(new TimeLimits(request.limits().timeout(), request.limits().idleTimeout(), gracePeriod));
    }

    private Pipeline with(TimeLimits changed) {
        return new Pipeline(engine, request.withLimits(changed));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The exit code of a program is a result, never an exception; see {@link PipelineResult#orThrow()}. So is a run that
     * was stopped at its deadline, unless that passed while Nix was still at work.
     *
     * @throws io.github.nixadhoc.error.TimedOutException if the deadline passed before the programs were started
     * @throws io.github.nixadhoc.error.ProgramStartException if one could not be started; none is left running
     * @throws io.github.nixadhoc.exec.OutputConsumerException if a consumer of lines threw; all stages were stopped
     */
    @Override
    public PipelineResult execute() {
        return engine.runner().run(request, ResultKind.PIPELINE);
    }

    @Override
    public CompletableFuture<PipelineResult> executeAsync() {
        return engine.runner().runAsync(request, ResultKind.PIPELINE);
    }

    /**
     * Starts all stages and returns while they run. Blocks until the packages are in the store.
     *
     * @return the running pipeline, to be closed
     * @throws io.github.nixadhoc.error.NixException if Nix fails or a program cannot be started
     */
    public RunningPipeline start() {
        return new RunningPipeline(engine.runner().start(request, ResultKind.PIPELINE));
    }

    /**
     * Runs the pipeline and returns the stdout of its last stage as text, without the last line's end. Blocks.
     *
     * @return the text, whole; without what descendants print that outlive the last stage
     * @throws IllegalStateException if the output is not kept, see {@link ProgramCommand#discardOutput}
     * @throws io.github.nixadhoc.error.ProgramFailedException if a stage failed
     * @throws io.github.nixadhoc.error.OutputLimitException if more was printed than is kept, see {@link
     *     ProgramCommand#maxOutput}
     * @throws io.github.nixadhoc.error.TimedOutException if the deadline passed
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    public String text() {
        request.last().output().requireKept();
        return execute().orThrow().last().text();
    }

    /**
     * Starts the pipeline and returns the lines of its last stage's stdout as they are printed. Blocks until the
     * packages are in the store.
     *
     * <p>The stream holds few lines at a time, a slow reader slows the pipeline. Close it: that stops what is still
     * running. When the last line has been read and a stage did not succeed, reading on throws what {@link
     * PipelineResult#orThrow()} would throw.
     *
     * @return the lines, to be closed
     * @throws IllegalStateException if the output is not read by this JVM, see {@link ProgramCommand#inheritIO}
     * @throws io.github.nixadhoc.error.NixException if Nix fails or a program cannot be started
     */
    public Stream<String> lines() {
        return engine.runner().lines(request, ResultKind.PIPELINE);
    }

    /**
     * Returns the plan of {@link #execute()} for each stage: the exact command, the paths to fetch and build, and their
     * size. Blocks while Nix evaluates, which may fetch flakes; nothing else is downloaded, and nothing is built or
     * run.
     *
     * @return the plans, that of the first stage first; a path that two stages need is in the plans of both
     * @throws io.github.nixadhoc.error.NixException if an evaluation fails
     */
    public List<Plan> plan() {
        request.stages().forEach(stage -> stage.requireRunnable(engine.renderer()));
        return request.stages().stream().map(engine.runner()::plan).toList();
    }

    /** Returns this pipeline for another client or session. */
    Pipeline boundTo(Engine other) {
        return new Pipeline(other, request);
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is a line of bash: {@code pipefail} is not known to every POSIX shell. There a stage that is ended by SIGPIPE
     * counts as a failure.
     */
    @Override
    public String toShellCommand() {
        return engine.renderer().withValues(request);
    }

    private void requireInPlace(int index) {
        ProgramRequest stage = request.stages().get(index);
        if (!stage.limits().equals(TimeLimits.NONE)) {
            throw refused(index, "has time limits of its own: give them to the pipeline, with its timeout(…)");
        }
        if (index > 0 && !(stage.stdin() instanceof Stdin.Closed)) {
            String method = stage.stdin() instanceof Stdin.Inherit ? "inheritIO()" : "stdin(…)";
            throw refused(index, "reads what the stage before it prints: leave out " + method);
        }
        String stdout = stage.output().stdoutMethod();
        if (index < request.stages().size() - 1 && stdout != null) {
            throw refused(index, "prints into the next one: leave out " + stdout + ", or say it on the last stage");
        }
    }

    private IllegalArgumentException refused(int index, String why) {
        ProgramRequest stage = request.stages().get(index);
        return new IllegalArgumentException(StageName.of(index, request.stages().size()) + ", "
                + engine.renderer().withoutValues(stage) + ", " + why);
    }

    /**
     * Returns the line of {@link #toShellCommand()} for a client with no settings of its own, so that equal pipelines print
     * the same.
     */
    @Override
    public String toString() {
        return CommandLineRenderer.STANDARD.withValues(request);
    }

    @Override
    protected List<Object> parts() {
        return List.of(request);
    }
}
