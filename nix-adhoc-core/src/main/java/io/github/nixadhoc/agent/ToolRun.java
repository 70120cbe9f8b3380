package io.github.nixadhoc.agent;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.ProgramResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run for a model, on its own thread, so that a call may end before the run. */
final class ToolRun {

    /** Longer than any program takes to end after its grace period. */
    static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final String id;
    private final ToolInput wanted;
    private final RunOutputs outputs;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private final Thread worker;
    private volatile @Nullable ProgramResult result;
    private volatile @Nullable Throwable failure;
    private volatile boolean stopped;
    private volatile long took;
    private long shownStdout;
    private long shownStderr;
    private int readers;
    private boolean forgotten;

    private ToolRun(String id, ToolInput wanted, RunStart start, RunOutputs outputs, Consumer<? super ToolRun> onEnd) {
        this.id = id;
        this.wanted = wanted;
        this.outputs = outputs;
        worker = new Thread(() -> run(start, onEnd), "nix-adhoc-tool-" + id);
        worker.setDaemon(true);
    }

    /**
     * Starts a run.
     *
     * @param wanted the requested program
     * @param outputs the outputs of the command, closed when the run is dropped
     * @param onEnd is called at the end of the run, on its thread
     */
    static ToolRun start(
            String id, ToolInput wanted, RunStart start, RunOutputs outputs, Consumer<? super ToolRun> onEnd) {
        ToolRun run = new ToolRun(id, wanted, start, outputs, onEnd);
        run.worker.start();
        return run;
    }

    private void run(RunStart start, Consumer<? super ToolRun> onEnd) {
        try {
            result = start.toEnd();
        } catch (CancelledException e) {
            failed(e, e.result());
        } catch (TimedOutException e) {
            failed(e, e.result());
        } catch (Throwable e) {
            failed(e, Optional.empty());
        } finally {
            took = System.nanoTime() - begun;
            // this comes before waiting callers wake up, since they may list the runs at once
            try {
                onEnd.accept(this);
            } finally {
                ended.countDown();
            }
        }
    }

    private void failed(Throwable e, Optional<ProgramResult> left) {
        result = left.orElse(null);
        failure = e;
    }

    /**
     * Waits for the end of the run.
     *
     * @param progress is called each second, on this thread
     * @return true if it has ended
     */
    boolean await(Duration patience, Consumer<? super String> progress) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = until - System.nanoTime();
            if (ended.await(Math.max(0, Math.min(left, HEARTBEAT.toNanos())), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            progress.accept(id + " has been at work for " + elapsed().toSeconds() + " s and printed "
                    + (outputs.stdout().total() + outputs.stderr().total()) + " bytes");
        }
    }

    /** Stops the run with all its processes, and waits for the end, even if interrupted. */
    void stop() {
        stop(STOP_PATIENCE);
    }

    /**
     * Stops the run with all its processes, and waits for the end, even if interrupted. A policy that neither answers nor
     * heeds an interrupt must not hold up its caller for good.
     *
     * @param patience the longest wait
     */
    void stop(Duration patience) {
        interrupt();
        long until = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (true) {
            try {
                boolean unused = ended.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to stop the run. */
    void interrupt() {
        if (!hasEnded()) {
            stopped = true;
            worker.interrupt();
        }
    }

    /** Keeps the output until {@link #release}, even if the run is dropped meanwhile. */
    synchronized ToolRun hold() {
        readers++;
        return this;
    }

    synchronized void release() {
        readers--;
        closeUnread();
    }

    /** Drops the output as soon as no caller reads it. */
    synchronized void forget() {
        forgotten = true;
        closeUnread();
    }

    private void closeUnread() {
        if (forgotten && readers == 0) {
            outputs.close();
        }
    }

    /** Drops the output at once. */
    void discard() {
        outputs.close();
    }

    String id() {
        return id;
    }

    /** Returns the requested program. */
    ToolInput wanted() {
        return wanted;
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    boolean wasStopped() {
        return stopped;
    }

    Duration elapsed() {
        return Duration.ofNanos(hasEnded() ? took : System.nanoTime() - begun);
    }

    /** Returns the result after the end of the program; null if it was never started. */
    @Nullable
    ProgramResult result() {
        return result;
    }

    /** Returns the failure; null if the program ended, or was stopped at its deadline. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    RunOutputs outputs() {
        return outputs;
    }

    /** Returns the offset up to which the model has received the output. */
    synchronized long shown(boolean error) {
        return error ? shownStderr : shownStdout;
    }

    synchronized void setShown(boolean error, long end) {
        if (error) {
            shownStderr = end;
        } else {
            shownStdout = end;
        }
    }
}
