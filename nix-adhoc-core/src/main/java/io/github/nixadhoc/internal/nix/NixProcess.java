package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.Overflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The execution of a process of Nix, whose log is read while it runs. */
final class NixProcess {

    /** The limit of an answer of Nix; a dump of all of nixpkgs has 25 MB. */
    static final long MAX_ANSWER_BYTES = 256L << 20;

    /** The time between SIGTERM and SIGKILL; Nix stops builds and downloads within milliseconds. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    /** The time in which an executor reports the end of a stopped process. */
    private final CommandExecutor executor;

    NixProcess(CommandExecutor executor) {
        this.executor = executor;
    }

    /**
     * Runs a command until its end.
     *
     * @param spec the command, its environment and its directory
     * @param call the call, which defines the destination of the answer
     * @param logKeeper receives the log, which is also available if the process does not end by itself
     * @param observer receives the log too; null for none
     * @param network the check for a network, without which the process is stopped; null for no check
     * @param deadline the deadline, at which the process is stopped
     * @throws InterruptedException if this thread is interrupted, after the process has been stopped
     * @throws io.github.nixadhoc.exec.ProcessStartException if the process cannot be started
     */
    End run(
            ProcessSpec spec,
            NixCall call,
            NixLogKeeper logKeeper,
            @Nullable Consumer<NixLogEvent> observer,
            @Nullable NetworkProbe network,
            Deadline deadline)
            throws InterruptedException {
        CompletableFuture<RunningProcess> started = new CompletableFuture<>();
        AtomicBoolean offline = new AtomicBoolean();
        List<Consumer<NixLogEvent>> readers = new ArrayList<>(List.of(logKeeper));
        if (observer != null) {
            readers.add(observer);
        }
        if (network != null) {
            readers.add(new OfflineWatch(network, () -> {
                offline.set(true);
                CompletableFuture<Void> unused = started.thenAccept(RunningProcess::cancel);
            }));
        }
        Consumer<? super String> listener = call.listener();
        if (listener != null) {
            readers.add(event -> {
                if (event instanceof NixLogEvent.Message message) {
                    listener.accept(PlainText.of(message.text()));
                }
            });
        }
        LogWatch watch = LogWatch.current();
        LogWatch.Follower follower = watch == null ? null : watch.follow(call.phase());
        if (follower != null) {
            readers.add(follower);
        }
        NixLogReader reader = new NixLogReader(readers);
        try {
            RunningProcess process = start(
                    spec.withStdout(answer(call.answerFile()))
                            .withStderr(new Output.Capture(0, Overflow.KEEP_TAIL, null, List.of(reader)))
                            .withLimits(new TimeLimits(deadline.remaining(), null, GRACE_PERIOD)),
                    call);
            started.complete(process);
            return new End(ProcessWait.forEnd(process, GRACE_PERIOD), logKeeper.log(), offline.get());
        } finally {
            if (follower != null) {
                follower.end();
            }
        }
    }

    private RunningProcess start(ProcessSpec spec, NixCall call) {
        return executor instanceof NotingExecutor noting && call.isQuestion()
                ? noting.startUnnoted(spec)
                : executor.start(spec);
    }

    private static Output answer(@Nullable Path file) {
        return file == null
                ? new Output.Capture(MAX_ANSWER_BYTES, Overflow.FAIL, null, List.of())
                : new Output.Capture(0, Overflow.KEEP_TAIL, file, List.of());
    }

    /**
     * The end of a process of Nix.
     *
     * @param outcome the outcome of the process, which contains its answer
     * @param log the kept part of its log
     * @param offline whether it was stopped because there is no network for a download
     */
    record End(ProcessOutcome outcome, NixLog log, boolean offline) {

        boolean isSuccess() {
            return outcome.termination().isSuccess();
        }
    }
}
