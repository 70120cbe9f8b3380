package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NotingExecutor;
import io.github.nixadhoc.model.Overflow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection to a daemon of its own: a child process that speaks on its standard input and output. */
final class ChildTransport implements StoreTransport {

    /** The time between SIGTERM and SIGKILL; Nix stops builds and downloads within milliseconds. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

    /** The time in which a daemon whose input has ended ends by itself, and forgets its temporary roots. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final RunningProcess process;
    private final OutputStream stdin;
    private final ByteHandover handover;

    private ChildTransport(RunningProcess process, OutputStream stdin, ByteHandover handover) {
        this.process = process;
        this.stdin = stdin;
        this.handover = handover;
    }

    /**
     * Returns the way to a store that only its own processes use.
     *
     * @param executor the starter of the process
     * @param daemon the command, the environment and the directory of the process
     */
    static Way of(CommandExecutor executor, ProcessSpec daemon) {
        return deadline -> start(executor, daemon, deadline);
    }

    private static StoreTransport start(CommandExecutor executor, ProcessSpec daemon, Deadline deadline)
            throws IOException {
        if (deadline.hasPassed()) {
            throw new CallTimedOutException();
        }
        ByteHandover handover = new ByteHandover();
        ProcessSpec spec = daemon.withStdin(new Stdin.Open())
                .withStdout(new Output.Capture(0, Overflow.KEEP_TAIL, null, List.of(), handover.writer()))
                .withStderr(new Output.Discard())
                .withLimits(new TimeLimits(null, null, GRACE_PERIOD));
        try {
            // a child whose input ends with this JVM ends too, so no later JVM has to stop it
            RunningProcess process =
                    executor instanceof NotingExecutor noting ? noting.startUnnoted(spec) : executor.start(spec);
            CompletableFuture<ProcessOutcome> unused =
                    process.outcome().whenComplete((outcome, failure) -> handover.end());
            return new ChildTransport(process, stdinOf(process), handover);
        } catch (ProcessStartException | UnsupportedOperationException e) {
            throw new UnusableConnectionException("no daemon of its own: " + e.getMessage(), e);
        }
    }

    private static OutputStream stdinOf(RunningProcess process) {
        try {
            return process.stdin();
        } catch (UnsupportedOperationException e) {
            process.cancel();
            throw e;
        }
    }

    @Override
    public InputStream input() {
        return handover.reader();
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        stdin.write(bytes);
        stdin.flush();
    }

    @Override
    public boolean isOpen() {
        return !handover.isEnded();
    }

    @Override
    public void close() {
        handover.abandon();
        try {
            stdin.close();
        } catch (IOException e) {
            // the process has ended
        }
        // an interrupt is for the caller, who must not leave a process behind for it
        boolean interrupted = Thread.interrupted();
        try {
            if (!hasEndedWithin(FAREWELL)) {
                process.cancel();
                boolean unused = hasEndedWithin(GRACE_PERIOD.plus(FAREWELL));
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.cancel();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean hasEndedWithin(Duration limit) throws InterruptedException {
        try {
            ProcessOutcome unused = process.outcome().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void abort() {
        handover.abandon();
        process.cancel();
    }
}
