package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
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
 * Runs the programs of one client: takes each run through its stages, begins again when a garbage collector came in between,
 * and keeps the deadline and the listeners.
 *
 * <p>Thread-safe.
 */
public final class ProgramRunner {

    /** The time that a program may take to end once it was killed. */
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
        return await(start(request, kind, StartMode.AWAITED, () -> {}));
    }

    /** Runs programs on a daemon thread; completing the future stops them. */
    public <R> CompletableFuture<R> runAsync(PipelineRequest request, ResultKind<R> kind) {
        requireReady(request);
        return InterruptibleFuture.start(() -> run(request, kind));
    }

    /** Starts programs in the background. */
    public <R> StartedPipeline<R> start(PipelineRequest request, ResultKind<R> kind) {
        return noted(start(request, kind, StartMode.BACKGROUND, () -> {}));
    }

    /** Starts programs and returns the lines that the last of them prints, as they come. */
    public <R> Stream<String> lines(PipelineRequest request, ResultKind<R> kind) {
        ProgramRequest last = request.last();
        request.stages().get(0).requireInputKnown();
        return LineStream.of(consumer -> {
            ProgramRequest consumed = last.withOutput(last.output().plusStdoutConsumer(consumer));
            return noted(start(request.withLast(consumed), kind, StartMode.AWAITED, () -> {}));
        });
    }

    /** Runs a program in the terminal, which it has from its start to its end. */
    public RunResult runInTerminal(ProgramRequest given) {
        requireUnconfined(given, "it would have the terminal, and could type into it what then runs outside");
        ProgramRequest named = inClientRoom(given).withUsersShell(context.environment());
        requireReady(PipelineRequest.of(named));
        ProgramRequest request = named.forTerminal();
        Duration patience = request.limits().gracePeriod().plus(STOPPING);
        try (Terminal.Loan loan = context.terminal().lend(context.renderer().withoutValues(request), patience)) {
            PipelineRequest single = PipelineRequest.of(request);
            return await(start(single, ResultKind.PROGRAM, StartMode.AWAITED, loan::begin));
        }
    }

    /** Starts a program that outlives this JVM. */
    public DetachedHandle startDetached(ProgramRequest request) {
        return startDetached(request, StartMode.DETACHED, List.of());
    }

    /** Starts a program that opens windows and outlives this JVM, after listeners have been warned. */
    public DetachedHandle startGui(ProgramRequest request, Supplier<List<String>> warnings) {
        requireUnconfined(request, "it would have the display, and could read and type into the windows of others");
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
            return launch(run, PreparedRun::startDetached);
        });
    }

    private <R> StartedPipeline<R> start(
            PipelineRequest given, ResultKind<R> kind, StartMode mode, Runnable beforeStart) {
        requireReady(given);
        Run run = begin(given, mode, beforeStart);
        return watched(run, false, () -> launch(run, prepared -> prepared.start(kind)));
    }

    /** Takes a run through its stages, up to the start. */
    private <T> T launch(Run run, Function<PreparedRun, T> start) {
        RunStages stages = preparer.stages(run.request(), run.mode(), run.deadline());
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
     * Takes the stages of a run in their order: admit, resolve, review, realise, confine. The programs then start, and their
     * end is awaited.
     */
    static List<PreparedProgram> prepare(RunStages stages) {
        stages.admit();
        do {
            stages.resolve();
        } while (!(stages.review() && stages.realise()));
        return stages.confine();
    }

    private Run begin(PipelineRequest given, StartMode mode, Runnable beforeStart) {
        PipelineRequest request = given.in(context.room(), context.environment());
        Deadline deadline = observer.limit(Deadline.after(request.limits().timeout()));
        return new Run(request, mode, deadline, watch(request), context.renderer(), beforeStart);
    }

    private CommandWatch watch(PipelineRequest request) {
        Watches watches = context.watches();
        return watches.isOn() ? watches.begin(context.renderer().withoutValues(request)) : CommandWatch.NONE;
    }

    /** Does the work of a run, which listeners hear of; programs that still run then tell their end themselves. */
    private static <T> T watched(Run run, boolean endsHere, Supplier<T> work) {
        CommandWatch watch = run.watch();
        if (watch == CommandWatch.NONE) {
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

    /** Waits for the end of programs, which are written down if they are not short ones. */
    private <R> R await(StartedPipeline<R> started) {
        return started.await(RunningFolder.SHORT, () -> noteNow(started));
    }

    private <R> StartedPipeline<R> noted(StartedPipeline<R> started) {
        noteNow(started);
        return started;
    }

    private void noteNow(StartedPipeline<?> started) {
        started.processes().forEach(processes::noteNow);
    }

    /** Returns what a run would do, without doing it. */
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

    /** Stops what still runs, Nix's own work included, and refuses more. */
    public void close() {
        preparer.close();
        processes.close();
    }

    private void requireReady(PipelineRequest request) {
        if (processes.isClosed()) {
            throw new IllegalStateException("the " + observer.owner() + " has been closed");
        }
        request.stages().forEach(stage -> stage.requireRunnable(context.renderer()));
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
     * @param request the programs, as this client runs them
     * @param mode the way in which they are started
     * @param deadline the end of the run
     * @param watch tells listeners
     * @param beforeStart is called at the last moment before they start
     */
    record Run(
            PipelineRequest request,
            StartMode mode,
            Deadline deadline,
            CommandWatch watch,
            CommandLineRenderer renderer,
            Runnable beforeStart) {

        /** Returns the line, for messages. */
        String line() {
            return renderer.withoutValues(request);
        }
    }
}
