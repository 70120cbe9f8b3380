package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An observer that passes the steps of a run to listeners and to the JDK Flight Recorder. */
final class LiveWatch implements CommandWatch, LogWatch {

    /** The longest time that a run waits for its listeners in total, in nanoseconds. */
    private static final long MAX_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

    private final CommandRun run;
    private final @Nullable EventQueue queue;
    private final @Nullable PhaseRecorder recorder;
    private final Secrets secrets;
    private final boolean operation;
    private final Consumer<LiveWatch> whenEnded;
    private final RunTotals totals = new RunTotals();
    private final long started = System.nanoTime();
    private @Nullable Phase phase;
    private long phaseStarted;
    private long waitLeft = MAX_WAIT;
    private boolean ended;
    private volatile boolean programRuns;

    LiveWatch(
            CommandRun run,
            @Nullable EventQueue queue,
            @Nullable PhaseRecorder recorder,
            Secrets secrets,
            boolean operation,
            Consumer<LiveWatch> whenEnded) {
        this.run = run;
        this.queue = queue;
        this.recorder = recorder;
        this.secrets = secrets;
        this.operation = operation;
        this.whenEnded = whenEnded;
    }

    void begin() {
        emit(NixEvent.CommandStarted.of(run));
    }

    @Override
    public @Nullable LogWatch bind() {
        return LogWatch.replace(this);
    }

    @Override
    public void release(@Nullable LogWatch before) {
        LogWatch unused = LogWatch.replace(before);
    }

    /** Returns a follower, but none while the program runs, because such calls of Nix are for a later run. */
    @Override
    public @Nullable Follower follow(Phase phaseOfCall) {
        if (operation) {
            enter(phaseOfCall);
        }
        return queue == null || programRuns ? null : new LogTranslator(run, queue, totals, secrets);
    }

    @Override
    public synchronized void enter(Phase next) {
        if (!ended && phase != next) {
            leave(false);
            phase = next;
            phaseStarted = System.nanoTime();
            emit(NixEvent.PhaseStarted.of(run, next));
            if (recorder != null) {
                recorder.begin(next);
            }
        }
    }

    @Override
    public void enterProgram() {
        enter(Phase.EXECUTE);
        awaitDelivery();
    }

    @Override
    public void warn(String text) {
        emit(NixEvent.Message.of(run, NixEvent.Level.WARNING, text));
    }

    @Override
    public void programStarted(long pid) {
        programRuns = true;
        emit(NixEvent.ProgramStarted.of(run, pid));
    }

    @Override
    public void programEnded(Termination termination) {
        emit(NixEvent.ProgramEnded.of(run, termination));
        end(false);
    }

    @Override
    public synchronized void failed() {
        leave(true);
    }

    @Override
    public void end(boolean failed) {
        synchronized (this) {
            if (ended) {
                return;
            }
            leave(failed);
            ended = true;
        }
        if (queue != null) {
            Duration duration = since(started);
            queue.close(dropped -> NixEvent.CommandEnded.of(run, duration, failed, dropped));
            awaitDelivery();
        }
        whenEnded.accept(this);
    }

    private void leave(boolean failed) {
        Phase left = phase;
        if (left != null) {
            phase = null;
            emit(NixEvent.PhaseEnded.of(run, left, since(phaseStarted), failed));
            if (recorder != null) {
                recorder.end(failed);
            }
        }
    }

    private void awaitDelivery() {
        if (queue != null) {
            waitLeft -= queue.await(waitLeft);
        }
    }

    private void emit(NixEvent event) {
        if (queue != null) {
            queue.add(event);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
