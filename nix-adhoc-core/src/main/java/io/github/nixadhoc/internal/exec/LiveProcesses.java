package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The registry of processes that must not outlive this JVM.
 *
 * <p>One shutdown hook serves all processes. It is registered only while a process runs, so that the class loader can be
 * collected otherwise. When the JVM ends, the hook stops the running processes. Processes that other hooks start afterwards
 * have some seconds to end by themselves; then they are stopped too, and no more can be started.
 */
final class LiveProcesses {

    static final LiveProcesses OF_THIS_JVM = new LiveProcesses();

    private static final long CLEAN_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STARTING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Thread hook = new Thread(null, this::stopAll, "nix-adhoc-exit", 0, false);
    private final Set<SupervisedProcess> running = new HashSet<>();
    private int starting;
    private boolean closed;

    private LiveProcesses() {}

    /**
     * Announces the start of a process, so that the hook waits for it.
     *
     * @throws IOException if the hook has stopped the last processes
     */
    synchronized void beginStart() throws IOException {
        if (closed) {
            throw new IOException("the JVM is ending");
        }
        if (isIdle()) {
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending, and another of its hooks starts this process
            }
        }
        starting++;
        notifyAll();
    }

    synchronized void started(SupervisedProcess process) {
        starting--;
        running.add(process);
        notifyAll();
    }

    synchronized void notStarted() {
        starting--;
        removeHookIfIdle();
    }

    synchronized void ended(SupervisedProcess process) {
        if (running.remove(process)) {
            removeHookIfIdle();
        }
    }

    private boolean isIdle() {
        return running.isEmpty() && starting == 0;
    }

    private void removeHookIfIdle() {
        notifyAll();
        if (isIdle()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM is ending
            }
        }
    }

    private void stopAll() {
        try {
            stop(runningWhenAllHaveStarted());
            if (!awaitQuiet()) {
                stop(close());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(List<SupervisedProcess> processes) {
        processes.forEach(SupervisedProcess::cancel);
        processes.forEach(SupervisedProcess::awaitStopped);
    }

    private synchronized List<SupervisedProcess> runningWhenAllHaveStarted() throws InterruptedException {
        awaitAtMost(STARTING_NANOS, () -> starting == 0);
        return List.copyOf(running);
    }

    private synchronized boolean awaitQuiet() throws InterruptedException {
        long start = System.nanoTime();
        long left = CLEAN_UP_NANOS;
        while (left > 0) {
            awaitAtMost(left, this::isIdle);
            awaitAtMost(QUIET_NANOS, () -> !isIdle());
            if (isIdle()) {
                return true;
            }
            left = CLEAN_UP_NANOS - (System.nanoTime() - start);
        }
        return false;
    }

    private synchronized void awaitAtMost(long nanos, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0 && !condition.getAsBoolean()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = nanos - (System.nanoTime() - start);
        }
    }

    private synchronized List<SupervisedProcess> close() {
        closed = true;
        return List.copyOf(running);
    }
}
