package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CleanRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs the pipelines of one client: prepares all stages of each and starts them. */
final class Pipelines {

    private final Preparation preparation;
    private final Review review;
    private final CleanRoom room;
    private final OwnProcesses processes;
    private final PinFolder pinned;
    private final Watches watches;
    private final RunLedger ledger;

    Pipelines(Preparation preparation, OwnProcesses processes, ClientParts parts, RunLedger ledger) {
        this.preparation = preparation;
        this.processes = processes;
        this.review = parts.review();
        this.room = parts.room();
        this.pinned = parts.pins();
        this.watches = parts.watches();
        this.ledger = ledger;
    }

    CompletableFuture<PipelineResult> runAsync(Pipeline pipeline) {
        requireReady(pipeline);
        return AsyncCommand.start(() -> start(pipeline, StartMode.AWAITED).await());
    }

    RunningPipeline start(Pipeline given, StartMode mode) {
        requireReady(given);
        Pipeline pipeline = given.in(room);
        Deadline deadline = ledger.limit(Deadline.after(pipeline.limits().timeout()));
        if (!watches.isOn()) {
            return Attempts.of(new Start(pipeline, mode, deadline, CommandWatch.NONE)::once);
        }
        CommandWatch watch = watches.begin(ShellLine.withoutValues(pipeline));
        return Programs.watched(watch, false, new Start(pipeline, mode, deadline, watch)::once);
    }

    private void requireReady(Pipeline pipeline) {
        if (processes.isClosed()) {
            throw new IllegalStateException("the " + ledger.owner() + " has been closed");
        }
        pipeline.requireRunnable();
    }

    /** The start of one pipeline. */
    private final class Start {

        private final Pipeline pipeline;
        private final StartMode mode;
        private final Deadline deadline;
        private final CommandWatch watch;
        private final String line;

        Start(Pipeline pipeline, StartMode mode, Deadline deadline, CommandWatch watch) {
            this.pipeline = pipeline;
            this.mode = mode;
            this.deadline = deadline;
            this.watch = watch;
            this.line = ShellLine.withoutValues(pipeline);
        }

        RunningPipeline once() {
            List<Installable> installables = pipeline.stages().stream()
                    .flatMap(stage -> stage.installables().stream())
                    .distinct()
                    .toList();
            Step step = new Step(installables, () -> line, Phase.RESOLVE);
            List<PreparedProgram> prepared = preparation.prepareAll(shown(), mode, step, deadline);
            boolean runs = false;
            try {
                prepared.forEach(stage -> ledger.prepared(stage, () -> line, deadline));
                watch.enterProgram();
                long started = System.nanoTime();
                List<RunningProcess> running = processes.startPipeline(specs(prepared));
                runs = true;
                running.forEach(process -> watch.programStarted(process.pid()));
                for (int i = 0; i < running.size(); i++) {
                    ledger.started(ShellLine.withoutValues(pipeline.stages().get(i)), running.get(i));
                }
                RunningPipeline programs = new RunningPipeline(
                        running,
                        outcomes -> result(prepared, outcomes, started),
                        () -> recordFailed(prepared, running));
                programs.onEnd(() -> {
                    close(prepared);
                    watch.end(true);
                });
                prepared.forEach(stage -> {
                    pinned.markUsed(stage.storePaths());
                    stage.whenStarted().run();
                });
                return programs;
            } catch (ProcessStartException e) {
                close(prepared);
                prepared.forEach(stage -> review.notStarted(stage.auditId(), e));
                throw startFailure(prepared, e);
            } catch (RuntimeException e) {
                close(prepared);
                if (!runs) {
                    prepared.forEach(stage -> review.notStarted(stage.auditId(), e));
                }
                throw e;
            }
        }

        /** The time limit of the pipeline is that of each stage, which a policy has to see. */
        private List<ProgramCommand<?>> shown() {
            List<ProgramCommand<?>> shown = new ArrayList<>();
            for (ProgramCommand<?> stage : pipeline.stages()) {
                ProgramOptions options =
                        stage.options().withTimeout(pipeline.limits().timeout());
                shown.add(ProgramCommand.withOptions(stage, options));
            }
            return shown;
        }

        /** All have ended, at least one without an outcome. */
        private void recordFailed(List<PreparedProgram> prepared, List<RunningProcess> running) {
            for (int i = 0; i < prepared.size(); i++) {
                String id = prepared.get(i).auditId();
                try {
                    review.ended(id, running.get(i).outcome().join());
                } catch (CompletionException | CancellationException e) {
                    review.failed(id, e);
                }
            }
        }

        private PipelineResult result(List<PreparedProgram> prepared, List<ProcessOutcome> outcomes, long started) {
            List<RunResult> stages = new ArrayList<>();
            for (int i = 0; i < prepared.size(); i++) {
                review.requireBegun(prepared.get(i), outcomes.get(i));
                review.ended(prepared.get(i).auditId(), outcomes.get(i));
                String ofStage = ShellLine.withoutValues(pipeline.stages().get(i));
                stages.add(prepared.get(i).result(outcomes.get(i), ofStage));
            }
            PipelineResult result = new PipelineResult(stages, Duration.ofNanos(System.nanoTime() - started), line);
            watch.programEnded(result.termination());
            return result;
        }

        private List<ProcessSpec> specs(List<PreparedProgram> prepared) {
            if (deadline.hasPassed()) {
                throw new TimedOutException(
                        failure("the time was up before the programs could be started", "allow more with timeout(…)"),
                        null);
            }
            Duration remaining = deadline.remaining();
            for (PreparedProgram stage : prepared) {
                remaining = Programs.shorter(remaining, stage.change().timeout());
            }
            TimeLimits limits = new TimeLimits(
                    remaining,
                    pipeline.limits().idleTimeout(),
                    pipeline.limits().gracePeriod());
            List<ProcessSpec> specs = new ArrayList<>();
            for (int i = 0; i < prepared.size(); i++) {
                ProgramOptions options =
                        pipeline.stages().get(i).options().with(prepared.get(i).change());
                specs.add(options.toProcessSpec(prepared.get(i).command())
                        .withEnvironment(prepared.get(i).environment())
                        .withLimits(limits));
            }
            return specs;
        }

        private NixException startFailure(List<PreparedProgram> prepared, ProcessStartException e) {
            if (!prepared.stream().allMatch(PreparedProgram::isThere)) {
                return new VanishedException(failure("a program has been deleted from the store", ""));
            }
            boolean ofOneStage = e.reason() != ProcessStartException.Reason.PIPELINE_UNSUPPORTED;
            String where = ofOneStage ? Pipeline.name(e.stage(), prepared.size()) + " could not be started: " : "";
            String hint = Programs.hint(e, prepared.get(e.stage()));
            ProgramStartException failure = new ProgramStartException(failure(where + e.getMessage(), hint));
            failure.initCause(e);
            return failure;
        }

        private Failure failure(String what, String hint) {
            return Failure.of(what, line, Phase.EXECUTE, List.of(), hint);
        }
    }

    private static void close(List<PreparedProgram> prepared) {
        prepared.forEach(stage -> stage.pins().close());
    }
}
