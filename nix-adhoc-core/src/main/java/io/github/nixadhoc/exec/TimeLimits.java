package io.github.nixadhoc.exec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of how long a process may run, be silent, and take to end.
 *
 * @param timeout from the start until the tree is stopped; null for no limit
 * @param idleTimeout without a byte of output until the tree is stopped; null for no limit. Output that this JVM does not
 *     read is not seen, and where it reads none at all this limit has no effect
 * @param gracePeriod between SIGTERM and SIGKILL; zero sends SIGKILL at once after SIGTERM
 * @since 0.1
 */
public record TimeLimits(
        @Nullable Duration timeout, @Nullable Duration idleTimeout, Duration gracePeriod) {

    /** The time that a process has between SIGTERM and SIGKILL unless told otherwise: 5 seconds. */
    public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofSeconds(5);

    /** No limits, and the default grace period. */
    public static final TimeLimits NONE = new TimeLimits(null, null, DEFAULT_GRACE_PERIOD);

    /**
     * Checks the durations.
     *
     * @param timeout from the start until the tree is stopped, or null
     * @param idleTimeout without a byte of output until the tree is stopped, or null
     * @param gracePeriod between SIGTERM and SIGKILL
     * @throws IllegalArgumentException if a limit is not positive, or the grace period is negative
     */
    public TimeLimits {
        requirePositive(timeout, "timeout");
        requirePositive(idleTimeout, "idleTimeout");
        if (gracePeriod.isNegative()) {
            throw new IllegalArgumentException("gracePeriod must not be negative: " + gracePeriod);
        }
    }

    private static void requirePositive(@Nullable Duration limit, String name) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException(name + " must be positive: " + limit);
        }
    }
}
