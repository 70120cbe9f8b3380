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
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.VanishedException;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.CleanRoom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the programs of one client: prepares each and starts it. */
final class Programs {

    private final Preparation preparation;
    private final Review review;
    private final CleanRoom room;
    private final OwnProcesses processes;
    private final PinFolder pinned;
    private final Watches watches;

    Programs(
            Preparation preparation,
            Review review,
            CleanRoom room,
            OwnProcesses processes,
            PinFolder pinned,
            Watches watches) {
        this.preparation = preparation;
        this.review = review;
        this.room = room;
        this.processes = processes;
        this.pinned = pinned;
        this.watches = watches;
    }

    RunResult run(ProgramCommand<?> command) {
        return start(command, command.options(), false).await();
    }

    CompletableFuture<RunResult> runAsync(ProgramCommand<?> command) {
        requireReady(command);
        return AsyncCommand.start(() -> run(command));
    }

    RunningProgram start(ProgramCommand<?> command) {
        return start(command, command.options(), true);
    }

    /** Starts the program of a command with other options than it has. */
    RunningProgram start(ProgramCommand<?> command, ProgramOptions options) {
        return start(command, options, false);
    }

    private RunningProgram start(ProgramCommand<?> given, ProgramOptions givenOptions, boolean background) {
        requireReady(given);
        givenOptions.streams().requireConsistent();
        ProgramCommand<?> command = given.in(room);
        ProgramOptions options = givenOptions.in(room);
        Deadline deadline = Deadline.after(options.limits().timeout());
        if (!watches.isOn()) {
            return Attempts.of(new Start(command, options, background, deadline, CommandWatch.NONE)::once);
        }
        CommandWatch watch = watches.begin(ShellLine.withoutValues(command));
        return watched(watch, false, new Start(command, options, background, deadline, watch)::once);
    }

    Plan plan(ProgramCommand<?> given) {
        requireReady(given);
        ProgramCommand<?> command = given.in(room);
        Deadline deadline = Deadline.after(command.options().limits().timeout());
        if (!watches.isOn()) {
            return Attempts.of(() -> preparation.plan(command, deadline));
        }
        CommandWatch watch = watches.begin(ShellLine.withoutValues(command));
        return watched(watch, true, () -> preparation.plan(command, deadline));
    }

    /** Does what is watched; what then still runs tells its end itself. */
    private static <T> T watched(CommandWatch watch, boolean endsHere, Supplier<T> work) {
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
            throw new IllegalStateException("the client has been closed");
        }
        command.requireRunnable();
    }

    /** The start of one program. */
    private final class Start {

        private final ProgramCommand<?> command;
        private final ProgramOptions options;
        private final boolean background;
        private final Deadline deadline;
        private final CommandWatch watch;
        private final String line;

        Start(
                ProgramCommand<?> command,
                ProgramOptions options,
                boolean background,
                Deadline deadline,
                CommandWatch watch) {
            this.command = command;
            this.options = options;
            this.background = background;
            this.deadline = deadline;
            this.watch = watch;
            this.line = ShellLine.withoutValues(command);
        }

        RunningProgram once() {
            PreparedProgram prepared = preparation.prepare(command, background, deadline);
            StorePins pins = prepared.pins();
            try {
                watch.enterProgram();
                RunningProcess process = processes.start(spec(prepared));
                watch.programStarted(process.pid());
                RunningProgram program = new RunningProgram(process, outcome -> result(prepared, outcome));
                program.onEnd(() -> {
                    pins.close();
                    watch.end(true);
                });
                pinned.markUsed(prepared.storePaths());
                prepared.whenStarted().run();
                return program;
            } catch (ProcessStartException e) {
                pins.close();
                review.ended(prepared.auditId(), audit -> audit.notStarted(prepared.auditId()));
                throw startFailure(prepared, e);
            } catch (RuntimeException e) {
                pins.close();
                throw e;
            }
        }

        private RunResult result(PreparedProgram prepared, ProcessOutcome outcome) {
            review.ended(
                    prepared.auditId(),
                    audit -> audit.ended(
                            prepared.auditId(),
                            outcome.termination(),
                            outcome.stdout().totalBytes(),
                            outcome.stderr().totalBytes(),
                            outcome.startedAt(),
                            outcome.duration()));
            RunResult result = prepared.result(outcome, line);
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

        private static @Nullable Duration shorter(@Nullable Duration left, Optional<Duration> most) {
            return left == null || most.isPresent() && most.get().compareTo(left) < 0 ? most.orElse(null) : left;
        }

        private NixException startFailure(PreparedProgram prepared, ProcessStartException e) {
            if (!prepared.isThere()) {
                return new VanishedException(failure("the program has been deleted from the store", ""));
            }
            String hint = switch (e.reason()) {
                case PROGRAM_NOT_FOUND ->
                    "mend the first line of the script, or have the package bring the interpreter that it names";
                case NOT_EXECUTABLE -> "check that " + prepared.program() + " is a program for this system";
                case NO_SUCH_DIRECTORY -> "create the directory first, or pass another to directory(…)";
                case REDIRECT_FAILED -> "check the files given to stdin(…) and spillTo(…)";
                case ARGUMENTS_TOO_LONG -> "pass long data by stdin(…) or in a file";
                case OTHER -> "";
            };
            ProgramStartException failure = new ProgramStartException(failure(String.valueOf(e.getMessage()), hint));
            failure.initCause(e);
            return failure;
        }

        private Failure failure(String what, String hint) {
            return new Failure(what, line, Phase.EXECUTE, List.of(), hint);
        }
    }
}
