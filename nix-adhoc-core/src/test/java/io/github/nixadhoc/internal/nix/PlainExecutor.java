package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Termination;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The least that starts a real process, for tests of what lies above the executor. */
final class PlainExecutor implements CommandExecutor {

    @Override
    public RunningProcess start(ProcessSpec spec) {
        ProcessBuilder builder = new ProcessBuilder(spec.command()).redirectInput(new File("/dev/null"));
        spec.environment().applyTo(builder.environment());
        if (spec.directory() != null) {
            builder.directory(spec.directory().toFile());
        }
        try {
            return new Running(builder.start(), spec);
        } catch (IOException e) {
            throw new ProcessStartException(
                    ProcessStartException.Reason.PROGRAM_NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }

    private static final class Running implements RunningProcess {
        private final Process process;
        private final Instant startedAt = Instant.now();
        private final AtomicReference<Termination> stoppedBy = new AtomicReference<>();
        private final CompletableFuture<ProcessOutcome> outcome;

        private Running(Process process, ProcessSpec spec) {
            this.process = process;
            CompletableFuture<CapturedOutput> stdout = read(process.getInputStream(), spec.stdout());
            CompletableFuture<CapturedOutput> stderr = read(process.getErrorStream(), spec.stderr());
            Duration timeout = spec.limits().timeout();
            if (timeout != null) {
                CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> stop(new Termination.TimedOut(false)));
            }
            this.outcome = CompletableFuture.supplyAsync(() -> waitFor(stdout, stderr), Running::inThread);
        }

        private ProcessOutcome waitFor(
                CompletableFuture<CapturedOutput> stdout, CompletableFuture<CapturedOutput> stderr) {
            try {
                int code = process.waitFor();
                Termination own = code > 128 ? new Termination.Signaled(code - 128) : new Termination.Exited(code);
                Termination stopped = stoppedBy.get();
                return new ProcessOutcome(
                        stopped == null ? own : stopped,
                        stdout.join(),
                        stderr.join(),
                        true,
                        process.pid(),
                        startedAt,
                        Duration.between(startedAt, Instant.now()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static CompletableFuture<CapturedOutput> read(InputStream stream, Output output) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        ByteArrayOutputStream kept = new ByteArrayOutputStream();
                        ByteArrayOutputStream line = new ByteArrayOutputStream();
                        try (stream) {
                            byte[] buffer = new byte[8192];
                            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                                kept.write(buffer, 0, n);
                                for (int i = 0; i < n; i++) {
                                    if (buffer[i] == '\n') {
                                        deliver(line, output);
                                    } else {
                                        line.write(buffer[i]);
                                    }
                                }
                            }
                        } catch (IOException e) {
                            // the process was stopped
                        }
                        if (line.size() > 0) {
                            deliver(line, output);
                        }
                        return CapturedOutput.of(kept.toString(StandardCharsets.UTF_8));
                    },
                    Running::inThread);
        }

        private static void deliver(ByteArrayOutputStream line, Output output) {
            if (output instanceof Output.Capture capture) {
                for (Consumer<? super String> consumer : capture.lineConsumers()) {
                    consumer.accept(line.toString(StandardCharsets.UTF_8));
                }
            }
            line.reset();
        }

        private static void inThread(Runnable task) {
            Thread thread = new Thread(task, "plain-executor");
            thread.setDaemon(true);
            thread.start();
        }

        private void stop(Termination why) {
            if (process.isAlive() && stoppedBy.compareAndSet(null, why)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public CompletableFuture<ProcessOutcome> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            stop(new Termination.Cancelled(false));
        }
    }
}
