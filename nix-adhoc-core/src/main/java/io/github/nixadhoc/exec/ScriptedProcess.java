package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that exists only in an {@link Answer}, with the streams, limits and stops of a real one. */
final class ScriptedProcess implements RunningProcess {

    private final ProcessSpec spec;
    private final Answer answer;
    private final long pid;
    private final OutputSinks sinks;
    private final Instant startedAt = Instant.now();
    private final long startNanos = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Stop stop;
    private final CompletableFuture<ProcessOutcome> outcome = new CompletableFuture<>();

    private ScriptedProcess(ProcessSpec spec, Answer answer, long pid, OutputSinks sinks, Collection<Stop> together) {
        this.spec = spec;
        this.answer = answer;
        this.pid = pid;
        this.sinks = sinks;
        stop = new Stop(this::endAtOnce, together);
        together.add(stop);
    }

    /**
     * Starts the pretence.
     *
     * @param together gets the decision to stop it, along with those for the other stages of its pipeline
     */
    static ScriptedProcess start(ProcessSpec spec, Answer answer, long pid, Collection<Stop> together) {
        try {
            ScriptedProcess process = new ScriptedProcess(spec, answer, pid, OutputSinks.open(spec), together);
            DaemonThreads.run(process::run);
            return process;
        } catch (IOException e) {
            throw new StartFailure(spec, e).toException();
        }
    }

    private void run() {
        try {
            print(sinks.stdout(), answer.stdout());
            print(spec.mergeStderr() ? sinks.stdout() : sinks.stderr(), answer.stderr());
            awaitEnd();
            finish(sinks.stdout());
            finish(sinks.stderr());
            stop.awaitCarriedOut();
            complete();
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }

    private void print(@Nullable OutputSink sink, String text) {
        if (sink == null) {
            return;
        }
        byte[] bytes = text.getBytes(spec.charset());
        try {
            sink.keep(bytes, bytes.length);
            sink.deliver(bytes, bytes.length);
        } catch (Throwable e) {
            fail(sink, e);
        }
        if (sink.isOverLimit()) {
            stop.request(Stop.Cause.OUTPUT_LIMIT);
        }
    }

    private void awaitEnd() throws InterruptedException {
        long printedAt = System.nanoTime();
        long toRun = answer.hanging() ? Long.MAX_VALUE : Deadline.nanos(answer.delay());
        Deadline deadline = new Deadline(spec.limits(), startNanos, () -> System.nanoTime() - printedAt);
        boolean running = true;
        while (running && !stop.isRequested()) {
            Stop.Cause passed = deadline.passed();
            long left = toRun - (System.nanoTime() - printedAt);
            if (passed != null) {
                stop.request(passed);
            } else {
                running = left > 0 && !stopped.await(Math.min(left, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void finish(@Nullable OutputSink sink) {
        if (sink == null) {
            return;
        }
        try {
            sink.deliverRest();
            sink.close();
        } catch (Throwable e) {
            fail(sink, e);
        }
    }

    private void fail(OutputSink sink, Throwable failure) {
        sink.mute();
        stop.fail(result -> new OutputConsumerException(result, failure));
    }

    private void complete() {
        ProcessOutcome result = new ProcessOutcome(
                stop.isRequested() ? stop.termination(0) : answer.termination(),
                sinks.capturedStdout(),
                sinks.capturedStderr(),
                true,
                pid,
                startedAt,
                Duration.ofNanos(System.nanoTime() - startNanos));
        stop.tell(result, outcome);
    }

    private boolean endAtOnce() {
        stopped.countDown();
        return false;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public CompletableFuture<ProcessOutcome> outcome() {
        return outcome;
    }

    @Override
    public CapturedOutput stdoutSoFar() {
        return sinks.capturedStdout();
    }

    @Override
    public CapturedOutput stderrSoFar() {
        return sinks.capturedStderr();
    }

    @Override
    public Stream<String> lines() {
        return sinks.lines(spec.charset(), outcome::isDone);
    }

    /** Returns an input that nobody reads. */
    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    /** Has no effect: what is scripted does not listen. */
    @Override
    public boolean signal(Signal signal) {
        return !outcome.isDone();
    }

    @Override
    public void cancel() {
        stop.cancel(outcome);
    }
}
