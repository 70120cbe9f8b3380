package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.TimeLimits;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time limits of one process that runs: the longest time that it may take, and the longest silence. */
public final class ProcessDeadline {

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
    public ProcessDeadline(TimeLimits limits, long start, LongSupplier silentNanos) {
        this.start = start;
        this.silentNanos = silentNanos;
        timeout = nanosOrNever(limits.timeout());
        idleTimeout = nanosOrNever(limits.idleTimeout());
    }

    private static long nanosOrNever(@Nullable Duration limit) {
        return limit == null ? NEVER : nanos(limit);
    }

    /** Returns a duration in nanoseconds, {@link Long#MAX_VALUE} if it is longer. */
    public static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? NEVER : duration.toNanos();
    }

    /** Returns the nanoseconds until {@link #passed()} can change, {@link Long#MAX_VALUE} without limits. */
    public long nanosLeft() {
        return Math.min(timeLeft(), silenceLeft());
    }

    /** Returns the limit that has passed, or null. */
    public StopRequest.@Nullable Cause passed() {
        if (timeLeft() <= 0) {
            return StopRequest.Cause.TIMEOUT;
        }
        return silenceLeft() <= 0 ? StopRequest.Cause.IDLE : null;
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
