package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.OwnProcesses;
import io.github.nixadhoc.internal.process.RunningFolder;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.internal.terminal.Terminal;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CleanRoom;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the programs of one client: prepares each and starts it. */
final class Programs {

    /** How long a program may take to go once it has been killed. */
    private static final Duration STOPPING = Duration.ofSeconds(4);

    private final Preparation preparation;
    private final Review review;
    private final CleanRoom room;
    private final boolean confined;
    private final OwnProcesses processes;
    private final PinFolder pinned;
    private final Watches watches;
    private final Pipelines pipelines;
    private final Terminal terminal;
    private final DetachedPrograms detached;
    private final ProcessEnvironment environment;
    private final RunLedger ledger;

    Programs(Preparation preparation, OwnProcesses processes, ClientParts parts, RunLedger ledger) {
        this.preparation = preparation;
        this.review = parts.review();
        this.room = parts.room();
        this.confined = parts.confinement() != null;
        this.processes = processes;
        this.pinned = parts.pins();
        this.watches = parts.watches();
        this.pipelines = new Pipelines(preparation, processes, parts, ledger);
        this.terminal = parts.terminal();
        this.detached = parts.detached();
        this.environment = parts.environment();
        this.ledger = ledger;
    }

    /** Returns whether the client was given a policy, be it one that allows all. */
    boolean isPolicyGiven() {
        return review.isPolicyGiven();
    }

    Pipelines pipelines() {
        return pipelines;
    }

    RunResult run(ProgramCommand<?> command) {
        command.options().requireInputKnown();
        return await(start(command, command.options(), StartMode.AWAITED, () -> {}));
    }

    CompletableFuture<RunResult> runAsync(ProgramCommand<?> command) {
        requireReady(command);
        return AsyncCommand.start(() -> run(command));
    }

    /** Runs a program in the terminal, which it has from its start to its end. */
    RunResult interactive(ProgramCommand<?> given) {
        requireUnconfined(given, "it would have the terminal, and could type into it what then runs outside");
        ProgramCommand<?> command = given.forTerminal(preparation.environmentOf(given));
        requireReady(command);
        ProgramOptions options = command.options().forTerminal();
        Duration patience = options.limits().gracePeriod().plus(STOPPING);
        try (Terminal.Loan loan = terminal.lend(ShellLine.withoutValues(command), patience)) {
            return await(start(ProgramCommand.withOptions(command, options), options, StartMode.AWAITED, loan::begin));
        }
    }

    private void requireUnconfined(ProgramCommand<?> command, String why) {
        if (confined) {
            throw Confiner.unavailable(
                    why,
                    ShellLine.withoutValues(command),
                    List.of(),
                    "use execute(), or a client without confinement(…)");
        }
    }

    /** Waits for the end of a program, which is written down if it is not a short one. */
    private RunResult await(RunningProgram program) {
        return program.await(RunningFolder.SHORT, () -> processes.noteNow(program.process()));
    }

    /** Starts a program in the background. */
    RunningProgram start(ProgramCommand<?> command) {
        return background(command, command.options(), StartMode.BACKGROUND);
    }

    /** Starts the program of a command, with other options than it has, for somebody who waits for it. */
    RunningProgram start(ProgramCommand<?> command, ProgramOptions options) {
        return background(command, options, StartMode.AWAITED);
    }

    private RunningProgram background(ProgramCommand<?> command, ProgramOptions options, StartMode mode) {
        RunningProgram program = start(command, options, mode, () -> {});
        processes.noteNow(program.process());
        return program;
    }

    private RunningProgram start(
            ProgramCommand<?> given, ProgramOptions givenOptions, StartMode mode, Runnable beforeStart) {
        requireReady(given);
        givenOptions.output().requireConsistent();
        ProgramCommand<?> command = given.in(room);
        ProgramOptions options = givenOptions.in(room);
        return started(command, options, mode, beforeStart, false, Start::once);
    }

    /** Starts a program that outlives this JVM. */
    DetachedProgram detach(ProgramCommand<?> command) {
        return detach(command, StartMode.DETACHED, List.of());
    }

    /** Refuses what opens windows within walls. */
    void requireMayDraw(ProgramCommand<?> command) {
        requireUnconfined(command, "it would have the display, and could read and type into the windows of others");
    }

    /** Starts a program that opens windows and outlives this JVM, after listeners have been warned. */
    DetachedProgram detachGraphical(ProgramCommand<?> command, List<String> warnings) {
        ProgramOptions options = command.options();
        ProcessEnvironment onDesktop =
                new DesktopSession(detached.environment()).reachedFrom(options.environmentOver(environment), room);
        return detach(
                ProgramCommand.withOptions(command, options.withEnvironment(onDesktop)), StartMode.GRAPHICAL, warnings);
    }

    private DetachedProgram detach(ProgramCommand<?> given, StartMode mode, List<String> warnings) {
        requireReady(given);
        given.options().requireDetachable();
        ProgramCommand<?> command = given.in(room);
        return started(command, command.options(), mode, () -> {}, true, start -> {
            warnings.forEach(start.watch::warn);
            return start.detached();
        });
    }

    private <T> T started(
            ProgramCommand<?> command,
            ProgramOptions options,
            StartMode mode,
            Runnable beforeStart,
            boolean endsHere,
            Function<Start, T> how) {
        Deadline deadline = ledger.limit(Deadline.after(options.limits().timeout()));
        if (!watches.isOn()) {
            Start start = new Start(command, options, mode, deadline, CommandWatch.NONE, beforeStart);
            return Attempts.of(() -> how.apply(start));
        }
        CommandWatch watch = watches.begin(ShellLine.withoutValues(command));
        Start start = new Start(command, options, mode, deadline, watch, beforeStart);
        return watched(watch, endsHere, () -> how.apply(start));
    }

    /** Returns what the programs of the client inherit. */
    ProcessEnvironment environment() {
        return environment;
    }

    DetachedPrograms detached() {
        return detached;
    }

    Plan plan(ProgramCommand<?> given) {
        requireReady(given);
        ProgramCommand<?> command = given.in(room);
        Deadline deadline =
                ledger.limit(Deadline.after(command.options().limits().timeout()));
        if (!watches.isOn()) {
            return Attempts.of(() -> preparation.plan(command, deadline));
        }
        CommandWatch watch = watches.begin(ShellLine.withoutValues(command));
        return watched(watch, true, () -> preparation.plan(command, deadline));
    }

    /** Does what is watched; what then still runs tells its end itself. */
    static <T> T watched(CommandWatch watch, boolean endsHere, Supplier<T> work) {
        LogWatch before = watch.bind();
        boolean done = false;
        try {
            T result = Attempts.of(() -> attempted(watch, work));
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

    PrefetchResult prefetch(PrefetchCommand command, Deadline deadline) {
        return Attempts.of(() -> preparation.prefetch(command, deadline));
    }

    /** Stops what still runs, Nix's own work included, and refuses more. */
    void close() {
        preparation.close();
        processes.close();
    }

    private void requireReady(ProgramCommand<?> command) {
        if (processes.isClosed()) {
            throw new IllegalStateException("the " + ledger.owner() + " has been closed");
        }
        command.requireRunnable();
    }

    /** Returns what to do about a program that could not be started. */
    static String hint(ProcessStartException e, PreparedProgram prepared) {
        return switch (e.reason()) {
            case PROGRAM_NOT_FOUND ->
                "mend the first line of the script, or have the package bring the interpreter or loader that it names";
            case NOT_EXECUTABLE -> "check that " + prepared.program() + " is a program for this system";
            case NO_SUCH_DIRECTORY -> "create the directory first, or pass another to directory(…)";
            case REDIRECT_FAILED -> "check the files given to stdin(…) and spillTo(…)";
            case ARGUMENTS_TOO_LONG -> "pass long data by stdin(…) or in a file";
            case PIPELINE_UNSUPPORTED ->
                "implement startPipeline in the executor of this client, or leave it to the default";
            case OTHER -> "";
        };
    }

    /** Returns the shorter of what is left and what a policy allows. */
    static @Nullable Duration shorter(@Nullable Duration left, Optional<Duration> most) {
        return left == null || most.isPresent() && most.get().compareTo(left) < 0 ? most.orElse(null) : left;
    }

    /** The start of one program. */
    private final class Start {

        private final ProgramCommand<?> command;
        private final ProgramOptions options;
        private final StartMode mode;
        private final Deadline deadline;
        private final CommandWatch watch;
        private final Runnable beforeStart;
        private @Nullable String line;

        Start(
                ProgramCommand<?> command,
                ProgramOptions options,
                StartMode mode,
                Deadline deadline,
                CommandWatch watch,
                Runnable beforeStart) {
            this.command = command;
            this.options = options;
            this.mode = mode;
            this.deadline = deadline;
            this.watch = watch;
            this.beforeStart = beforeStart;
        }

        RunningProgram once() {
            PreparedProgram prepared = preparation.prepare(command, mode, deadline);
            StorePins pins = prepared.pins();
            boolean running = false;
            try {
                ledger.prepared(prepared, this::line, deadline);
                watch.enterProgram();
                ProcessSpec spec = spec(prepared);
                beforeStart.run();
                RunningProcess process = processes.startUnnoted(spec);
                running = true;
                watch.programStarted(process.pid());
                String shown = line();
                RunningProgram program = new RunningProgram(
                        process,
                        outcome -> result(prepared, outcome, shown),
                        failure -> review.failed(prepared.auditId(), failure));
                ledger.started(shown, process);
                program.onEnd(() -> {
                    pins.close();
                    watch.end(true);
                });
                pinned.markUsed(prepared.storePaths());
                prepared.whenStarted().run();
                return program;
            } catch (ProcessStartException e) {
                pins.close();
                review.notStarted(prepared.auditId(), e);
                throw startFailure(prepared, e);
            } catch (RuntimeException e) {
                pins.close();
                if (!running) {
                    review.notStarted(prepared.auditId(), e);
                }
                throw e;
            }
        }

        /** Not needed before the program runs, which then need not wait for it. */
        private String line() {
            String made = line;
            if (made == null) {
                made = ShellLine.withoutValues(command);
                line = made;
            }
            return made;
        }

        DetachedProgram detached() {
            PreparedProgram prepared = preparation.prepare(command, mode, deadline);
            StorePins pins = prepared.pins();
            try {
                ledger.prepared(prepared, this::line, deadline);
                watch.enterProgram();
                String name = prepared.program().getFileName().toString();
                DetachedRecord facts = new DetachedRecord(line(), Instant.now(), prepared.storePaths());
                DetachedProgram program = detached.create(name).start(processes, spec(prepared), facts);
                watch.programStarted(program.pid());
                ledger.started(program);
                review.ended(
                        prepared.auditId(),
                        audit -> audit.detached(prepared.auditId(), program.id(), facts.startedAt()));
                pinned.markUsed(prepared.storePaths());
                prepared.whenStarted().run();
                return program;
            } catch (ProcessStartException e) {
                review.notStarted(prepared.auditId(), e);
                throw startFailure(prepared, e);
            } catch (IOException e) {
                review.notStarted(prepared.auditId(), e);
                ProgramStartException failure = new ProgramStartException(failure(
                        "the program could not be started detached: " + e.getMessage(),
                        "check that this user may write to the state folder (XDG_STATE_HOME, or ~/.local/state)"));
                failure.initCause(e);
                throw failure;
            } finally {
                // by now the keeper holds them
                pins.close();
            }
        }

        private RunResult result(PreparedProgram prepared, ProcessOutcome outcome, String shown) {
            review.requireBegun(prepared, outcome);
            review.ended(prepared.auditId(), outcome);
            RunResult result = prepared.result(outcome, shown);
            watch.programEnded(outcome.termination());
            return result;
        }

        private ProcessSpec spec(PreparedProgram prepared) {
            if (deadline.hasPassed()) {
                throw new TimedOutException(
                        failure("the time was up before the program could be started", "allow more with timeout(…)"),
                        null);
            }
            ProgramOptions reviewed = options.with(prepared.change());
            TimeLimits limits = reviewed.limits();
            return reviewed.toProcessSpec(prepared.command())
                    .withEnvironment(prepared.environment())
                    .withLimits(new TimeLimits(
                            shorter(deadline.remaining(), prepared.change().timeout()),
                            limits.idleTimeout(),
                            limits.gracePeriod()));
        }

        private NixException startFailure(PreparedProgram prepared, ProcessStartException e) {
            if (!prepared.isThere()) {
                return new VanishedException(failure("the program has been deleted from the store", ""));
            }
            ProgramStartException failure =
                    new ProgramStartException(failure(String.valueOf(e.getMessage()), hint(e, prepared)));
            failure.initCause(e);
            return failure;
        }

        private Failure failure(String what, String hint) {
            return Failure.of(what, line(), Phase.EXECUTE, List.of(), hint);
        }
    }
}
