package io.github.nixadhoc.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer for short tasks. Its thread ends a few seconds after the last task was done or cancelled.
 *
 * <p>The timer of the JDK, which {@code CompletableFuture} uses for delays, never ends. It would keep the class loader of this
 * library in an application that is deployed anew.
 */
public final class Later {

    private static final long KEEP_ALIVE_SECONDS = 2;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Later() {}

    /**
     * Runs a task later, unless it is cancelled before.
     *
     * @return the task; when it is cancelled, nothing refers to it any more
     */
    public static Future<?> run(Duration delay, Runnable task) {
        return TIMER.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Completes a future with a value, unless it is complete within a time, and returns it. */
    public static <T> CompletableFuture<T> complete(CompletableFuture<T> future, T value, Duration limit) {
        Future<?> task = run(limit, () -> future.complete(value));
        return future.whenComplete((result, failure) -> task.cancel(false));
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Later::newThread);
        timer.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "nix-adhoc-later", 0, false);
        thread.setDaemon(true);
        // the thread that needs it first may have the class loader of an application
        thread.setContextClassLoader(Later.class.getClassLoader());
        return thread;
    }
}
