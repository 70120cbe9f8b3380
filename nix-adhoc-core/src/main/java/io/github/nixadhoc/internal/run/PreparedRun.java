package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.confine.OpenStreams;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.process.DetachedHandle;
import io.github.nixadhoc.internal.process.DetachedRecord;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.text.StageName;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.result.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The prepared programs of one run. Takes the sixth step of the run: starts them. */
final class PreparedRun {

    private final ProgramRunner.Run run;
    private final RunStages stages;
    private final List<PreparedProgram> programs;
    private final OwnProcesses processes;
    private final ClientContext context;
    private final RunObserver observer;
    private @Nullable String line;

    PreparedRun(
            ProgramRunner.Run run,
            RunStages stages,
            List<PreparedProgram> programs,
            OwnProcesses processes,
            ClientContext context,
            RunObserver observer) {
        this.run = run;
        this.stages = stages;
        this.programs = List.copyOf(programs);
        this.processes = processes;
        this.context = context;
        this.observer = observer;
    }

    /** Starts the programs; their outputs are held in the store until they end. */
    <R> StartedPipeline<R> start(ResultKind<R> kind) {
        boolean isStarted = false;
        List<OpenStreams> streams = new ArrayList<>();
        try {
            notifyObserver();
            List<ProcessSpec> specs = keptOut(specs(), streams);
            run.beforeStart().run();
            long startNanos = System.nanoTime();
            List<RunningProcess> running = startProcesses(specs);
            isStarted = true;
            for (RunningProcess process : running) {
                run.watch().programStarted(process.pid());
            }
            for (int i = 0; i < running.size(); i++) {
                observer.started(lineOf(i), running.get(i));
            }
            StartedPipeline<R> pipeline = new StartedPipeline<>(
                    kind,
                    running,
                    outcomes -> result(kind, outcomes, startNanos),
                    () -> recordFailed(running),
                    this::startFailure);
            pipeline.onEnd(() -> {
                OpenStreams.closeAll(streams);
                stages.close();
                run.watch().end(true);
            });
            recordUse();
            return pipeline;
        } catch (ProcessStartException e) {
            OpenStreams.closeAll(streams);
            throw notStarted(e);
        } catch (RuntimeException e) {
            OpenStreams.closeAll(streams);
            if (!isStarted) {
                stages.notStarted(e);
            }
            stages.close();
            throw e;
        }
    }

    /** Keeps the files of the host out of confined programs. Their streams are added to a list, to be closed. */
    private List<ProcessSpec> keptOut(List<ProcessSpec> specs, List<OpenStreams> streams) {
        List<ProcessSpec> changed = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            ProcessSpec spec = specs.get(i);
            if (programs.get(i).keepsFilesOut()) {
                try {
                    OpenStreams open = OpenStreams.of(spec);
                    streams.add(open);
                    spec = open.spec();
                } catch (IOException e) {
                    throw new ProcessStartException(
                            ProcessStartException.Reason.REDIRECT_FAILED,
                            "its input or output cannot be opened: " + e.getMessage(),
                            e,
                            i);
                }
            }
            changed.add(spec);
        }
        return changed;
    }

    private List<RunningProcess> startProcesses(List<ProcessSpec> specs) {
        return specs.size() == 1 ? List.of(processes.startUnnoted(specs.get(0))) : processes.startPipeline(specs);
    }

    /**
     * Starts the only program so that it outlives this JVM. When this returns, a helper process holds its outputs in
     * the store.
     */
    DetachedHandle startDetached() {
        PreparedProgram program = programs.get(0);
        try (stages) {
            notifyObserver();
            String name = program.file().getFileName().toString();
            DetachedRecord facts = new DetachedRecord(line(), Instant.now(), program.storePaths());
            DetachedHandle handle =
                    context.detached().create(name).start(processes, specs().get(0), facts, program.keepsFilesOut());
            run.watch().programStarted(handle.pid());
            observer.started(handle);
            context.policyGate()
                    .ended(
                            program.auditId(),
                            audit -> audit.detached(program.auditId(), handle.id(), facts.startedAt()));
            recordUse();
            return handle;
        } catch (ProcessStartException e) {
            throw notStarted(e);
        } catch (IOException e) {
            ProgramStartException failure = new ProgramStartException(failure(
                    "the program could not be started detached: " + e.getMessage(),
                    "check that this user may write to the state folder (XDG_STATE_HOME, or ~/.local/state)"));
            failure.initCause(e);
            stages.notStarted(failure);
            throw failure;
        }
    }

    /** Lets a session refuse the programs, for instance since its limits are used up. */
    private void notifyObserver() {
        for (PreparedProgram program : programs) {
            observer.prepared(program.storePaths(), this::line, run.deadline());
        }
        run.watch().enterProgram();
    }

    private void recordUse() {
        for (PreparedProgram program : programs) {
            context.pins().markUsed(program.storePaths());
        }
        stages.started();
    }

    private List<ProcessSpec> specs() {
        Deadline deadline = run.deadline();
        if (deadline.hasPassed()) {
            String what = programs.size() == 1 ? "the program" : "the programs";
            throw new TimedOutException(
                    failure("the time was up before " + what + " could be started", "allow more with timeout(…)"),
                    null);
        }
        Duration remaining = deadline.remaining();
        for (PreparedProgram program : programs) {
            remaining = shortest(remaining, program.change().timeout().orElse(null));
        }
        TimeLimits given = run.request().limits();
        TimeLimits limits = new TimeLimits(remaining, given.idleTimeout(), given.gracePeriod());
        List<ProcessSpec> specs = new ArrayList<>(programs.size());
        for (PreparedProgram program : programs) {
            specs.add(program.request().toProcessSpec(program.words(), program.environment(), limits));
        }
        return specs;
    }

    private static @Nullable Duration shortest(@Nullable Duration first, @Nullable Duration second) {
        return first == null || second != null && second.compareTo(first) < 0 ? second : first;
    }

    private <R> R result(ResultKind<R> kind, List<ProcessOutcome> outcomes, long startNanos) {
        List<RunResult> results = new ArrayList<>(programs.size());
        for (int i = 0; i < programs.size(); i++) {
            results.add(result(i, outcomes.get(i)));
        }
        R result = kind.of(results, Duration.ofNanos(System.nanoTime() - startNanos), line());
        run.watch().programEnded(kind.termination(result));
        return result;
    }

    private RunResult result(int stage, ProcessOutcome outcome) {
        PreparedProgram program = programs.get(stage);
        try {
            stages.requireStarted(stage, outcome);
        } catch (NixException e) {
            context.policyGate().notStarted(program.auditId(), e);
            throw e;
        }
        context.policyGate().ended(program.auditId(), outcome);
        PhaseTimes before = program.times();
        PhaseTimes times = PhaseTimes.of(before.resolve(), before.review(), before.realise(), outcome.duration());
        return RunResult.builder()
                .outcome(outcome)
                .program(program.file())
                .storePaths(program.storePaths())
                .closureSize(program.closureSize())
                .times(times)
                .command(lineOf(stage))
                .build();
    }

    /** Called when all have ended, at least one without an outcome. */
    private void recordFailed(List<RunningProcess> running) {
        for (int i = 0; i < programs.size(); i++) {
            String id = programs.get(i).auditId();
            try {
                context.policyGate().ended(id, running.get(i).outcome().join());
            } catch (CompletionException | CancellationException e) {
                context.policyGate().failed(id, e);
            }
        }
    }

    private NixException notStarted(ProcessStartException e) {
        stages.notStarted(e);
        NixException failure = startFailure(e);
        stages.close();
        return failure;
    }

    private NixException startFailure(ProcessStartException e) {
        boolean single = programs.size() == 1;
        if (!stages.arePresent()) {
            return new StoreRaceException(
                    failure((single ? "the" : "a") + " program has been deleted from the store", ""));
        }
        boolean ofOneStage = !single && e.reason() != ProcessStartException.Reason.PIPELINE_UNSUPPORTED;
        String where = ofOneStage ? StageName.of(e.stage(), programs.size()) + " could not be started: " : "";
        ProgramStartException failure = new ProgramStartException(
                failure(where + e.getMessage(), hint(e, programs.get(single ? 0 : e.stage()))));
        failure.initCause(e);
        return failure;
    }

    /** Returns the hint for a program that could not be started. */
    private static String hint(ProcessStartException e, PreparedProgram program) {
        return switch (e.reason()) {
            case PROGRAM_NOT_FOUND ->
                "correct the first line of the script, or have the package bring the interpreter or loader that it names";
            case NOT_EXECUTABLE -> "check that " + program.file() + " is a program for this system";
            case NO_SUCH_DIRECTORY -> "create the directory first, or pass another to directory(…)";
            case REDIRECT_FAILED -> "check the files given to stdin(…) and spillTo(…)";
            case ARGUMENTS_TOO_LONG -> "pass long data by stdin(…) or in a file";
            case PIPELINE_UNSUPPORTED ->
                "implement startPipeline in the executor of this client, or leave it to the default";
            case OTHER -> "";
        };
    }

    private Failure failure(String what, String hint) {
        return Failure.of(what, line(), Phase.EXECUTE, List.of(), hint);
    }

    /** Rendered once, and only when it is needed, which mostly is after the start. */
    private String line() {
        String rendered = line;
        if (rendered == null) {
            rendered = run.line();
            line = rendered;
        }
        return rendered;
    }

    private String lineOf(int stage) {
        return programs.size() == 1
                ? line()
                : run.renderer().withoutValues(run.request().stages().get(stage));
    }
}
