package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.model.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real process whose streams, time limits and end are handled by threads of this library. */
public final class SupervisedProcess extends MonitoredProcess {

    private static final long REAP_SECONDS = 1;
    private static final int KILLED = 128 + 9;
    private static final Duration EXIT_SLACK = Duration.ofSeconds(3);

    private final Process process;
    private final ProcessDeadline deadline;
    private final ProcessStreams streams;
    private final @Nullable ProcessInput stdin;
    private final @Nullable Integer relayedStage;
    private final long failuresBefore;
    private volatile @Nullable Future<?> supervision;

    private SupervisedProcess(
            ProcessSpec spec,
            Process process,
            @Nullable Integer relayedStage,
            OutputSinks sinks,
            Instant startedAt,
            long startNanos,
            long failuresBefore,
            ProcessGroup group) {
        super(spec, sinks, startedAt, startNanos, group.stops());
        this.process = process;
        this.relayedStage = relayedStage;
        this.failuresBefore = failuresBefore;
        deadline = new ProcessDeadline(spec.limits(), startNanos, group::silentNanos);
        stdin = spec.stdin() instanceof Stdin.Open ? new ProcessInput(process.getOutputStream()) : null;
        streams = new ProcessStreams(spec.stdin(), stdin, sinks, stop, deadline, this::complete);
        group.add(stop, streams);
    }

    /**
     * Starts a process.
     *
     * @param spec the spec
     * @return the running process
     * @throws ProcessStartException if the process cannot be started
     */
    public static RunningProcess start(ProcessSpec spec) {
        Instant startedAt = Instant.now();
        long startNanos = System.nanoTime();
        long failuresBefore = StartTurns.failures();
        try {
            LiveProcesses.OF_THIS_JVM.beginStart();
            SupervisedProcess started;
            try {
                OutputSinks sinks = OutputSinks.open(spec);
                try (ProcessLauncher launcher = new ProcessLauncher(spec)) {
                    Process process = launch(launcher, sinks);
                    started = new SupervisedProcess(
                            spec,
                            process,
                            launcher.isRelayed() ? 0 : null,
                            sinks,
                            startedAt,
                            startNanos,
                            failuresBefore,
                            new ProcessGroup());
                }
            } catch (IOException | RuntimeException | Error e) {
                LiveProcesses.OF_THIS_JVM.notStarted();
                throw e;
            }
            LiveProcesses.OF_THIS_JVM.started(started);
            started.startSupervision();
            return started;
        } catch (IOException e) {
            throw new StartFailure(spec, e).toException();
        }
    }

    /**
     * Supervises processes that have just been started as a pipeline.
     *
     * @param specs their specs, in order
     * @param processes the processes, whose starts were announced to {@link LiveProcesses}
     * @param relayed whether a shell has started each of them
     * @param failuresBefore the result of {@link StartTurns#failures()} before the start
     * @param sinks the destinations of their outputs
     */
    static List<RunningProcess> watchPipeline(
            List<ProcessSpec> specs,
            List<Process> processes,
            List<Boolean> relayed,
            List<OutputSinks> sinks,
            Instant startedAt,
            long startNanos,
            long failuresBefore) {
        ProcessGroup group = new ProcessGroup();
        List<SupervisedProcess> stages = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            SupervisedProcess stage = new SupervisedProcess(
                    specs.get(i),
                    processes.get(i),
                    relayed.get(i) ? i : null,
                    sinks.get(i),
                    startedAt,
                    startNanos,
                    failuresBefore,
                    group);
            LiveProcesses.OF_THIS_JVM.started(stage);
            stages.add(stage);
        }
        try {
            for (SupervisedProcess stage : stages) {
                stage.startSupervision();
            }
        } catch (Throwable e) {
            stages.forEach(SupervisedProcess::abandon);
            throw e;
        }
        return List.copyOf(stages);
    }

    private static Process launch(ProcessLauncher launcher, OutputSinks sinks) throws IOException {
        try {
            return launcher.start();
        } catch (IOException | RuntimeException | Error e) {
            sinks.close();
            throw e;
        }
    }

    private void startSupervision() {
        try {
            // not on the caller's thread, because commons-exec clears the interrupt flag
            supervision = DaemonThreads.submit(this::supervise);
        } catch (Throwable e) {
            abandon();
            throw e;
        }
    }

    private void supervise() {
        try {
            new CommonsExecLifeCycle(process, streams, new DeadlineWatchdog(deadline, stop)).run();
        } catch (Throwable e) {
            // threads or memory are exhausted, and a process without supervision must not keep running
            abandon();
            outcome.completeExceptionally(e);
        }
    }

    private void complete() {
        LiveProcesses.OF_THIS_JVM.ended(this);
        // a process that SIGKILL has not ended has no exit code
        int exitCode = process.isAlive() ? KILLED : process.exitValue();
        if (relayedStage != null && ShellRelay.mayHaveFailed(exitCode)) {
            requireStartable(relayedStage);
        }
        boolean isOutputCertain = StartTurns.failures() == failuresBefore;
        complete(stop.termination(exitCode), isOutputCertain && streams.outputComplete());
    }

    /** Reports a failed start if the program cannot be started, since the exit code is that of the relay then. */
    private void requireStartable(int stage) {
        try {
            StartPreconditions.check(spec);
        } catch (IOException e) {
            stop.fail(unused -> new StartFailure(spec, e).toException(stage));
        }
    }

    @Override
    boolean stopTree() {
        ProcessTree tree = new ProcessTree(process.toHandle());
        Duration grace = spec.limits().gracePeriod();
        boolean forced = spec.stdin() instanceof Stdin.Inherit ? tree.stopAndHangUp(grace) : tree.stop(grace);
        try {
            Future<?> watcher = supervision;
            if (!process.waitFor(REAP_SECONDS, TimeUnit.SECONDS) && watcher != null) {
                // the process hangs in the kernel, but the caller must not
                watcher.cancel(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return forced;
    }

    private void abandon() {
        LiveProcesses.OF_THIS_JVM.ended(this);
        new ProcessTree(process.toHandle()).kill();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        if (stdin == null) {
            throw new IllegalStateException("stdin is not open: call openStdin() on the command before start()");
        }
        return stdin;
    }

    @Override
    public boolean signal(Signal signal) {
        return !outcome.isDone()
                && ProcessIdentity.of(pid())
                        // the identity belongs to this process only if it still runs
                        .filter(identity -> process.isAlive())
                        .map(identity -> identity.signal(signal))
                        .orElse(false);
    }

    /** Waits until a cancelled process has ended, for its grace period plus a few seconds at most. */
    void awaitStopped() {
        try {
            Duration grace = spec.limits().gracePeriod();
            outcome.get(ProcessDeadline.nanos(grace.plus(EXIT_SLACK)), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // the JVM ends regardless
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
