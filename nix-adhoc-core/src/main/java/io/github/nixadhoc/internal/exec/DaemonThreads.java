package io.github.nixadhoc.internal.exec;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pool of threads that wait for processes and pump their streams.
 *
 * <p>Threads are reused, because starting one costs a considerable part of running a short process. They are daemons, so that
 * they do not keep the JVM alive. They end a few seconds after the last process, so that a redeployed application leaves no
 * thread behind. They are platform threads, because reading a pipe pins a virtual thread.
 */
public final class DaemonThreads {

    private static final long KEEP_ALIVE_SECONDS = 5;
    private static final AtomicLong COUNT = new AtomicLong();
    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads::newPoolThread);

    private DaemonThreads() {}

    /** Runs a task on one of the threads. */
    public static void run(Runnable task) {
        POOL.execute(task);
    }

    /** Runs a task on one of the threads, which the returned future can interrupt. */
    static Future<?> submit(Runnable task) {
        return POOL.submit(task);
    }

    /**
     * Runs a short task later, unless it is cancelled before.
     *
     * @param nanos the time to wait; the task runs at once if it is not positive
     */
    static Future<?> runAfter(long nanos, Runnable task) {
        return Timer.SHARED.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns a new timer of one thread, which ends a few seconds after the last task. */
    public static ScheduledThreadPoolExecutor newTimer(ThreadFactory threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Thread newPoolThread(Runnable task) {
        return newThread("nix-adhoc-exec-" + COUNT.incrementAndGet(), task);
    }

    /** Returns a new daemon thread that inherits nothing from the thread that creates it. */
    public static Thread newThread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        // a thread that is reused would otherwise keep the class loader of its first user
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }

    /** The timer, which only runs that need one load. */
    private static final class Timer {

        private static final ScheduledThreadPoolExecutor SHARED = newTimer(DaemonThreads::newPoolThread);

        private Timer() {}
    }
}
