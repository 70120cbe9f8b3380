package io.github.nixadhoc.exec;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When a process has to be stopped for the time it has taken or for its silence. */
final class Deadline {

    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofNanos(NEVER);

    private final long start;
    private final long timeout;
    private final long idleTimeout;
    private final LongSupplier silentNanos;

    /**
     * Creates the deadline of a process.
     *
     * @param limits its limits
     * @param start when it was started, as {@link System#nanoTime()}
     * @param silentNanos how long it has been silent, negative if that cannot be known
     */
    Deadline(TimeLimits limits, long start, LongSupplier silentNanos) {
        this.start = start;
        this.silentNanos = silentNanos;
        timeout = nanosOrNever(limits.timeout());
        idleTimeout = nanosOrNever(limits.idleTimeout());
    }

    private static long nanosOrNever(@Nullable Duration limit) {
        return limit == null ? NEVER : nanos(limit);
    }

    /** Returns a duration in nanoseconds, of which a caller may give more than fit. */
    static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? NEVER : duration.toNanos();
    }

    /** Returns how long to wait until asking {@link #passed()} makes sense. */
    long nanosLeft() {
        return Math.min(timeLeft(), silenceLeft());
    }

    /** Returns why the process has to be stopped now, or null. */
    Stop.@Nullable Cause passed() {
        if (timeLeft() <= 0) {
            return Stop.Cause.TIMEOUT;
        }
        return silenceLeft() <= 0 ? Stop.Cause.IDLE : null;
    }

    private long timeLeft() {
        return timeout == NEVER ? NEVER : timeout - (System.nanoTime() - start);
    }

    private long silenceLeft() {
        if (idleTimeout == NEVER) {
            return NEVER;
        }
        long silent = silentNanos.getAsLong();
        return silent < 0 ? NEVER : idleTimeout - silent;
    }
}
