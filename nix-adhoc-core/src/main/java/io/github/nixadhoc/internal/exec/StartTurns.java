package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/**
 * The order of starts while file descriptors are scarce.
 *
 * <p>A start of the JDK that fails for want of descriptors closes some twice. In between, another start may get the same number
 * for a pipe, which is then closed, so that output is lost without an error (observed on JDK 17). So after such a failure starts
 * happen one after the other for a while, the failed one once more. Programs that were started meanwhile cannot be told from
 * those that have lost output, and count as such.
 */
final class StartTurns {

    private static final String SCARCE =
            "error[=:] ?(9|23|24)\\b|Bad file descriptor|Too many open files|Failed to exec spawn helper";
    private static final long SCARCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();
    private static final AtomicLong FAILURES = new AtomicLong();
    private static volatile long lastFailure;

    private StartTurns() {}

    /** A start of one process or several. */
    @FunctionalInterface
    interface Start<T> {

        T run() throws IOException;
    }

    /** Starts processes, at once or when it is their turn. */
    static <T> T take(Start<T> start) throws IOException {
        if (areScarce()) {
            return alone(start);
        }
        LOCK.readLock().lock();
        try {
            return start.run();
        } catch (IOException e) {
            if (!isForWantOfDescriptors(e)) {
                throw e;
            }
            noteFailure();
        } finally {
            LOCK.readLock().unlock();
        }
        return alone(start);
    }

    private static <T> T alone(Start<T> start) throws IOException {
        LOCK.writeLock().lock();
        try {
            return start.run();
        } catch (IOException e) {
            if (isForWantOfDescriptors(e)) {
                noteFailure();
            }
            throw e;
        } finally {
            LOCK.writeLock().unlock();
        }
    }

    private static void noteFailure() {
        lastFailure = System.nanoTime();
        FAILURES.incrementAndGet();
    }

    private static boolean areScarce() {
        return FAILURES.get() > 0 && System.nanoTime() - lastFailure < SCARCE_NANOS;
    }

    private static boolean isForWantOfDescriptors(IOException failure) {
        return Pattern.compile(SCARCE)
                        .matcher(String.valueOf(failure.getMessage()))
                        .find()
                || failure.getCause() != null
                        && Pattern.compile(SCARCE)
                                .matcher(String.valueOf(failure.getCause().getMessage()))
                                .find();
    }

    /** Returns the number of starts that have failed for want of descriptors. */
    static long failures() {
        return FAILURES.get();
    }
}
