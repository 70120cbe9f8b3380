package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.Termination;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A simulated process, which prints and ends according to a script, with the streams, limits and stops of a real one. */
public final class ScriptedProcess extends MonitoredProcess {

    /**
     * The behaviour of a simulated process.
     *
     * @param stdout the text that it prints to its standard output
     * @param stderr the text that it then prints to its standard error
     * @param termination the way it ends when it is not stopped
     * @param delay the time that it runs; null if it runs until it is stopped
     */
    public record Script(
            String stdout,
            String stderr,
            Termination termination,
            @Nullable Duration delay) {}

    private final Script script;
    private final long pid;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ScriptedProcess(
            ProcessSpec spec, Script script, long pid, OutputSinks sinks, Collection<StopRequest> group) {
        super(spec, sinks, Instant.now(), System.nanoTime(), group);
        this.script = script;
        this.pid = pid;
        group.add(stop);
    }

    /**
     * Starts simulated processes, which are stopped group.
     *
     * @param specs the spec of each
     * @param scripts the behaviour of each, in the same order
     * @param pids supplies their process ids
     * @return the processes, in the same order
     * @throws ProcessStartException if a file for the output of one of them cannot be opened
     */
    public static List<RunningProcess> startAll(List<ProcessSpec> specs, List<Script> scripts, LongSupplier pids) {
        Collection<StopRequest> group = new CopyOnWriteArrayList<>();
        List<RunningProcess> started = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            started.add(start(specs.get(i), scripts.get(i), pids.getAsLong(), group));
        }
        return List.copyOf(started);
    }

    private static ScriptedProcess start(ProcessSpec spec, Script script, long pid, Collection<StopRequest> group) {
        try {
            ScriptedProcess process = new ScriptedProcess(spec, script, pid, OutputSinks.open(spec), group);
            DaemonThreads.run(process::run);
            return process;
        } catch (IOException e) {
            throw new StartFailure(spec, e).toException();
        }
    }

    private void run() {
        try {
            print(sinks.stdout(), script.stdout());
            print(spec.mergeStderr() ? sinks.stdout() : sinks.stderr(), script.stderr());
            awaitEnd();
            finish(sinks.stdout());
            finish(sinks.stderr());
            stop.awaitTreeStopped();
            complete(stop.isRequested() ? stop.termination(0) : script.termination(), true);
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
            stop.request(StopRequest.Cause.OUTPUT_LIMIT);
        }
    }

    private void awaitEnd() throws InterruptedException {
        long printedAt = System.nanoTime();
        long runNanos = script.delay() == null ? Long.MAX_VALUE : ProcessDeadline.nanos(script.delay());
        ProcessDeadline deadline = new ProcessDeadline(spec.limits(), startNanos, () -> System.nanoTime() - printedAt);
        boolean running = true;
        while (running && !stop.isRequested()) {
            StopRequest.Cause passed = deadline.passed();
            long left = runNanos - (System.nanoTime() - printedAt);
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

    @Override
    boolean stopTree() {
        stopped.countDown();
        return false;
    }

    @Override
    public long pid() {
        return pid;
    }

    /** Returns an input that drops all bytes. */
    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    /** Has no effect on the script. */
    @Override
    public boolean signal(Signal signal) {
        return !outcome.isDone();
    }
}
