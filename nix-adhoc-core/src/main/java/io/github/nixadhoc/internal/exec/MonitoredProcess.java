package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A process, real or simulated, whose output is captured, which can be stopped, and whose outcome is reported. */
abstract class MonitoredProcess implements RunningProcess {

    final ProcessSpec spec;
    final OutputSinks sinks;
    final StopRequest stop;
    final Instant startedAt;
    final long startNanos;
    final CompletableFuture<ProcessOutcome> outcome = new CompletableFuture<>();

    /**
     * Creates the process.
     *
     * @param spec the spec of the process
     * @param sinks the destinations of its output
     * @param startedAt the time of its start
     * @param startNanos the same time, as {@link System#nanoTime()}
     * @param group the stops of all processes that are stopped together
     */
    MonitoredProcess(
            ProcessSpec spec, OutputSinks sinks, Instant startedAt, long startNanos, Collection<StopRequest> group) {
        this.spec = spec;
        this.sinks = sinks;
        this.startedAt = startedAt;
        this.startNanos = startNanos;
        stop = new StopRequest(this::stopTree, group);
    }

    /** Ends the process and its descendants, and returns whether SIGKILL was needed. */
    abstract boolean stopTree();

    /** Reports the end of the process. */
    final void complete(Termination termination, boolean outputComplete) {
        ProcessOutcome result = ProcessOutcome.builder(termination)
                .stdout(sinks.capturedStdout())
                .stderr(sinks.capturedStderr())
                .outputComplete(outputComplete)
                .pid(pid())
                .startedAt(startedAt)
                .duration(Duration.ofNanos(System.nanoTime() - startNanos))
                .build();
        stop.report(result, outcome);
    }

    @Override
    public final CompletableFuture<ProcessOutcome> outcome() {
        return outcome;
    }

    @Override
    public final CapturedOutput stdoutSoFar() {
        return sinks.capturedStdout();
    }

    @Override
    public final CapturedOutput stderrSoFar() {
        return sinks.capturedStderr();
    }

    @Override
    public final Stream<String> lines() {
        return sinks.lines(spec.charset(), outcome::isDone);
    }

    @Override
    public final void cancel() {
        stop.cancel(outcome);
    }
}
