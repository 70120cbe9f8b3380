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

/** Tells listeners, and the JDK Flight Recorder, of one run. */
final class LiveWatch implements CommandWatch, LogWatch {

    /** How long a run waits for its listeners, all in all. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

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
    private long patience = PATIENCE;
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
        tell(NixEvent.CommandStarted.of(run));
    }

    @Override
    public @Nullable LogWatch bind() {
        return LogWatch.replace(this);
    }

    @Override
    public void release(@Nullable LogWatch before) {
        LogWatch unused = LogWatch.replace(before);
    }

    /** What Nix does while the program runs is for a later run. */
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
            tell(NixEvent.PhaseStarted.of(run, next));
            if (recorder != null) {
                recorder.begin(next);
            }
        }
    }

    @Override
    public void enterProgram() {
        enter(Phase.EXECUTE);
        settle();
    }

    @Override
    public void warn(String text) {
        tell(NixEvent.Message.of(run, NixEvent.Level.WARNING, text));
    }

    @Override
    public void programStarted(long pid) {
        programRuns = true;
        tell(NixEvent.ProgramStarted.of(run, pid));
    }

    @Override
    public void programEnded(Termination termination) {
        tell(NixEvent.ProgramEnded.of(run, termination));
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
            settle();
        }
        whenEnded.accept(this);
    }

    private void leave(boolean failed) {
        Phase left = phase;
        if (left != null) {
            phase = null;
            tell(NixEvent.PhaseEnded.of(run, left, since(phaseStarted), failed));
            if (recorder != null) {
                recorder.end(failed);
            }
        }
    }

    private void settle() {
        if (queue != null) {
            patience -= queue.await(patience);
        }
    }

    private void tell(NixEvent event) {
        if (queue != null) {
            queue.add(event);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
