package io.github.nixadhoc.internal.exec;

import java.util.concurrent.Future;
import org.apache.commons.exec.ExecuteWatchdog;
import org.jspecify.annotations.Nullable;

/**
 * A watchdog of commons-exec that stops a whole process tree when its {@link ProcessDeadline} has passed.
 *
 * <p>The default watchdog of commons-exec has no idle timeout, signals one process only, and needs a thread for each process.
 */
final class DeadlineWatchdog extends ExecuteWatchdog {

    private final ProcessDeadline deadline;
    private final StopRequest stop;
    private @Nullable Process watched;
    private @Nullable Future<?> nextCheck;

    /**
     * Creates a watchdog that watches nothing yet.
     *
     * @param deadline the time limits
     * @param stop the stop to request when a limit has passed
     */
    @SuppressWarnings("deprecation") // the constructor that takes a builder is closed to subclasses
    DeadlineWatchdog(ProcessDeadline deadline, StopRequest stop) {
        super(INFINITE_TIMEOUT);
        this.deadline = deadline;
        this.stop = stop;
    }

    @Override
    public synchronized void start(Process process) {
        watched = process;
        scheduleCheck();
    }

    @Override
    public synchronized void stop() {
        watched = null;
        if (nextCheck != null) {
            nextCheck.cancel(false);
        }
    }

    private void scheduleCheck() {
        long nanos = deadline.nanosLeft();
        if (nanos < Long.MAX_VALUE) {
            nextCheck = DaemonThreads.runAfter(nanos, this::check);
        }
    }

    private synchronized void check() {
        if (watched == null || !watched.isAlive() || stop.isRequested()) {
            return;
        }
        StopRequest.Cause passed = deadline.passed();
        if (passed == null) {
            scheduleCheck();
        } else {
            stop.request(passed);
        }
    }
}
