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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process of Nix: started, its log read as it comes, waited for. */
final class NixProcess {

    /** More than any answer of Nix: a dump of all of nixpkgs has 25 MB. */
    static final long MAX_ANSWER_BYTES = 256L << 20;

    /** Nix ends builds and downloads within milliseconds of being told to. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    /** How much longer than the grace period an executor may take to tell the end of what it has stopped. */
    private static final Duration STOPPED_BY = GRACE_PERIOD.plusSeconds(3);

    private final CommandExecutor executor;

    NixProcess(CommandExecutor executor) {
        this.executor = executor;
    }

    /**
     * Runs a command until its end.
     *
     * @param spec the command, its environment and its directory
     * @param call what of its answer is kept, and where
     * @param keeper keeps its log, to be had also if it does not end by itself
     * @param observer is told of its log too; null for nobody
     * @param network what tells that there is none, upon which the process is stopped; null if it is not to be asked
     * @param deadline when it is stopped at the latest
     * @throws InterruptedException if this thread is interrupted; the process has been stopped
     * @throws io.github.nixadhoc.exec.ProcessStartException if it cannot be started
     */
    End run(
            ProcessSpec spec,
            NixCall call,
            NixLogKeeper keeper,
            @Nullable Consumer<NixLogEvent> observer,
            @Nullable NetworkProbe network,
            Deadline deadline)
            throws InterruptedException {
        CompletableFuture<RunningProcess> started = new CompletableFuture<>();
        AtomicBoolean offline = new AtomicBoolean();
        List<Consumer<NixLogEvent>> readers = new ArrayList<>(List.of(keeper));
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
            RunningProcess process = executor.start(spec.withStdout(answer(call.answerFile()))
                    .withStderr(new Output.Capture(0, Overflow.KEEP_TAIL, null, List.of(reader)))
                    .withLimits(new TimeLimits(deadline.remaining(), null, GRACE_PERIOD)));
            started.complete(process);
            return new End(await(process), keeper.log(), offline.get());
        } finally {
            if (follower != null) {
                follower.end();
            }
        }
    }

    private static Output answer(@Nullable Path file) {
        return file == null
                ? new Output.Capture(MAX_ANSWER_BYTES, Overflow.FAIL, null, List.of())
                : new Output.Capture(0, Overflow.KEEP_TAIL, file, List.of());
    }

    private static ProcessOutcome await(RunningProcess process) throws InterruptedException {
        try {
            return process.outcome().get();
        } catch (InterruptedException e) {
            stop(process);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Stops a process and waits for its end, so that nothing of it is left when the caller goes on. */
    private static void stop(RunningProcess process) {
        process.cancel();
        try {
            process.outcome().get(STOPPED_BY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // The caller is told of the interrupt either way; a second one only means that it is in a hurry.
        }
    }

    /**
     * How a process of Nix ended.
     *
     * @param outcome how the process ended, with what it printed as its answer
     * @param log what is worth keeping of its log
     * @param offline whether there was no network for what it tried to download
     */
    record End(ProcessOutcome outcome, NixLog log, boolean offline) {

        boolean isSuccess() {
            return outcome.termination().isSuccess();
        }
    }
}
