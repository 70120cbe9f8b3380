package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.TimeLimits;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time limits of a running process: the timeout and the idle timeout. */
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
     * @param limits the limits
     * @param start the start of the process, as {@link System#nanoTime()}
     * @param silentNanos supplies the time without output; negative if it is unknown
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

    /** Returns a duration in nanoseconds, at most {@link Long#MAX_VALUE}. */
    public static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? NEVER : duration.toNanos();
    }

    /** Returns the nanoseconds until a limit may have passed; {@link Long#MAX_VALUE} without limits. */
    public long nanosLeft() {
        return Math.min(timeLeft(), silenceLeft());
    }

    /** Returns the cause for a stop by a limit that has passed; null for none. */
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
