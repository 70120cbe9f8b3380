package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.process.RunningFolder;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.terminal.Terminal;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the programs of one client. A single program is a pipeline of one.
 *
 * <p>A run has seven stages:
 *
 * <ol>
 *   <li>admit ({@link RunStages#admit}): the policy sees the names of the packages.
 *   <li>resolve ({@link RunStages#resolve}): the cache or an evaluation tells the outputs.
 *   <li>review ({@link RunStages#review}): the policy sees the exact command.
 *   <li>realise ({@link RunStages#realise}): Nix downloads or builds missing outputs.
 *   <li>confine ({@link RunStages#confine}): bubblewrap is put in front of the program.
 *   <li>start ({@link PreparedRun#start}): the client's executor starts the program.
 *   <li>await ({@link StartedPipeline#await}): the end of the program becomes the result.
 * </ol>
 *
 * <p>{@link #prepare} has the order of the first five, {@link #prepareAndStart} adds the sixth and {@link #run} the
 * last. A change of the policy leads back to resolve, and a garbage collector that interferes leads back to admit
 * ({@link GcRetry}). The deadline and the listeners of the client are for all stages.
 *
 * <p>Thread-safe.
 */
public final class ProgramRunner {

    /** The time in which a killed program ends. */
    private static final Duration STOPPING = Duration.ofSeconds(4);

    private final Preparer preparer;
    private final OwnProcesses processes;
    private final ClientContext context;
    private final RunObserver observer;

    public ProgramRunner(Preparer preparer, OwnProcesses processes, ClientContext context, RunObserver observer) {
        this.preparer = preparer;
        this.processes = processes;
        this.context = context;
        this.observer = observer;
    }

    /** Runs programs and waits for their end. */
    public <R> R run(PipelineRequest request, ResultKind<R> kind) {
        request.stages().get(0).requireInputKnown();
        StartedPipeline<R> started = start(request, kind, StartMode.AWAITED, () -> {});
        return await(started);
    }

    /** Runs programs on a daemon thread; completing the future stops them. */
    public <R> CompletableFuture<R> runAsync(PipelineRequest request, ResultKind<R> kind) {
        requireReady(request);
        return InterruptibleFuture.start(() -> run(request, kind));
    }

    /** Starts programs in the background. */
    public <R> StartedPipeline<R> start(PipelineRequest request, ResultKind<R> kind) {
        return recorded(start(request, kind, StartMode.BACKGROUND, () -> {}));
    }

    /** Starts programs and returns the lines of the last one while it prints them. */
    public <R> Stream<String> lines(PipelineRequest request, ResultKind<R> kind) {
        ProgramRequest last = request.last();
        request.stages().get(0).requireInputKnown();
        return LineStream.of(consumer -> {
            ProgramRequest consumed = last.withOutput(last.output().plusStdoutConsumer(consumer));
            return recorded(start(request.withLast(consumed), kind, StartMode.AWAITED, () -> {}));
        });
    }

    /** Runs a program in the terminal of this JVM and waits for its end. */
    public RunResult runInTerminal(ProgramRequest given) {
        requireUnconfined(given, "with the terminal it could type commands that run outside of the confinement");
        ProgramRequest named = inClientRoom(given).withUsersShell(context.environment());
        requireReady(PipelineRequest.of(named));
        ProgramRequest request = named.forTerminal();
        Duration patience = request.limits().gracePeriod().plus(STOPPING);
        try (Terminal.Loan loan = context.terminal().lend(context.renderer().withoutValues(request), patience)) {
            PipelineRequest single = PipelineRequest.of(request);
            Run run = begin(single, StartMode.AWAITED, loan::begin).withTerminal();
            return await(start(run, ResultKind.PROGRAM));
        }
    }

    /** Starts a program that outlives this JVM. */
    public DetachedHandle startDetached(ProgramRequest request) {
        return startDetached(request, StartMode.DETACHED, List.of());
    }

    /** Starts a program that opens windows and outlives this JVM, and sends warnings to listeners before. */
    public DetachedHandle startGui(ProgramRequest request, Supplier<List<String>> warnings) {
        requireUnconfined(request, "with the display it could read the windows of other programs and type into them");
        ProgramRequest inside = inClientRoom(request);
        ProcessEnvironment onDesktop = new DesktopEnvironment(context.detached().environment())
                .reachedFrom(inside.environmentOver(context.environment()), context.room());
        return startDetached(inside.withEnvironment(onDesktop), StartMode.GRAPHICAL, warnings.get());
    }

    private ProgramRequest inClientRoom(ProgramRequest request) {
        return request.in(context.room(), context.environment());
    }

    private DetachedHandle startDetached(ProgramRequest request, StartMode mode, List<String> warnings) {
        PipelineRequest given = PipelineRequest.of(request);
        requireReady(given);
        request.requireDetachable();
        Run run = begin(given, mode, () -> {});
        return watched(run, true, () -> {
            warnings.forEach(run.watch()::warn);
            return prepareAndStart(run, PreparedRun::startDetached);
        });
    }

    private <R> StartedPipeline<R> start(
            PipelineRequest given, ResultKind<R> kind, StartMode mode, Runnable beforeStart) {
        requireReady(given);
        return start(begin(given, mode, beforeStart), kind);
    }

    private <R> StartedPipeline<R> start(Run run, ResultKind<R> kind) {
        return watched(run, false, () -> prepareAndStart(run, prepared -> prepared.start(kind)));
    }

    /** Takes a run through its stages up to the start, which the caller chooses: attached or detached. */
    private <T> T prepareAndStart(Run run, Function<PreparedRun, T> start) {
        RunStages stages = preparer.stages(run.request(), run.mode(), run.hidesProcesses(), run.deadline());
        PreparedRun prepared;
        try {
            prepared = new PreparedRun(run, stages, prepare(stages), processes, context, observer);
        } catch (RuntimeException e) {
            stages.notStarted(e);
            stages.close();
            throw e;
        }
        return start.apply(prepared);
    }

    /**
     * Prepares programs. The stages of a run are called here, in their order, and nowhere else.
     *
     * @return the programs, each of which {@link PreparedRun} can start
     */
    static List<PreparedProgram> prepare(RunStages stages) {
        stages.admit();
        boolean unchanged;
        do {
            stages.resolve();
            unchanged = stages.review() && stages.realise();
        } while (!unchanged);
        return stages.confine();
    }

    private Run begin(PipelineRequest given, StartMode mode, Runnable beforeStart) {
        PipelineRequest request = given.in(context.room(), context.environment());
        Deadline deadline = observer.limit(Deadline.after(request.limits().timeout()));
        boolean hidesProcesses = mode != StartMode.GRAPHICAL && given.hidesProcesses(context.room());
        return new Run(request, mode, hidesProcesses, deadline, watch(request), context.renderer(), beforeStart);
    }

    private CommandWatch watch(PipelineRequest request) {
        Watches watches = context.watches();
        return watches.isOn() ? watches.begin(context.renderer().withoutValues(request)) : CommandWatch.NONE;
    }

    /**
     * Does the work of a run and sends its events to listeners.
     *
     * @param endsHere whether the run ends with this work; else its programs report the end
     */
    private static <T> T watched(Run run, boolean endsHere, Supplier<T> work) {
        CommandWatch watch = run.watch();
        if (watch.equals(CommandWatch.NONE)) {
            return GcRetry.of(work);
        }
        LogWatch before = watch.bind();
        boolean done = false;
        try {
            T result = GcRetry.of(() -> attempted(watch, work));
            done = true;
            return result;
        } finally {
            watch.release(before);
            if (endsHere || !done) {
                watch.end(!done);
            }
        }
    }

    private static <T> T attempted(CommandWatch watch, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            watch.failed();
            throw e;
        }
    }

    /**
     * Waits for the end of programs. Those that run longer than a moment are recorded, so that the next JVM can stop
     * them if this one is killed.
     */
    private <R> R await(StartedPipeline<R> started) {
        return started.await(RunningFolder.SHORT, () -> recordNow(started));
    }

    private <R> StartedPipeline<R> recorded(StartedPipeline<R> started) {
        recordNow(started);
        return started;
    }

    private void recordNow(StartedPipeline<?> started) {
        for (RunningProcess process : started.processes()) {
            processes.noteNow(process);
        }
    }

    /** Returns the plan of a run, and starts nothing. */
    public Plan plan(ProgramRequest request) {
        PipelineRequest given = PipelineRequest.of(request);
        requireReady(given);
        Run run = begin(given, StartMode.AWAITED, () -> {});
        return watched(run, true, () -> preparer.plan(run.request().last(), run.deadline()));
    }

    /** Brings packages into the store. */
    public PrefetchResult prefetch(PrefetchRequest request, Deadline deadline) {
        return GcRetry.of(() -> preparer.prefetch(request, deadline));
    }

    /** Stops all programs and the work of Nix, and refuses later commands. */
    public void close() {
        preparer.close();
        processes.close();
    }

    private void requireReady(PipelineRequest request) {
        if (processes.isClosed()) {
            throw new IllegalStateException("the " + observer.owner() + " has been closed");
        }
        for (ProgramRequest stage : request.stages()) {
            stage.requireRunnable(context.renderer());
        }
    }

    private void requireUnconfined(ProgramRequest request, String why) {
        if (context.confinement() != null) {
            throw BubblewrapLauncher.unavailable(
                    why,
                    context.renderer().withoutValues(request),
                    List.of(),
                    "use execute(), or a client without confinement(…)");
        }
    }

    /**
     * A run that has begun.
     *
     * @param request the programs, with the settings of this client
     * @param mode the way in which they are started
     * @param hidesProcesses whether they must not see the processes of the host, where that is possible
     * @param deadline the end of the run
     * @param watch sends events to listeners
     * @param renderer renders the command line
     * @param beforeStart is called directly before the start
     */
    record Run(
            PipelineRequest request,
            StartMode mode,
            boolean hidesProcesses,
            Deadline deadline,
            CommandWatch watch,
            CommandLineRenderer renderer,
            Runnable beforeStart) {

        /** Returns this run for a person at the terminal, who sees all processes anyway and controls jobs with them. */
        Run withTerminal() {
            return new Run(request, mode, false, deadline, watch, renderer, beforeStart);
        }

        /** Returns the line, for messages. */
        String line() {
            return renderer.withoutValues(request);
        }
    }
}
