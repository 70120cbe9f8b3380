package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.EqualByContent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the time that a process may run, be silent, and take to end.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy.
 *
 * @since 0.1
 */
public final class TimeLimits extends EqualByContent {

    /** The default time between SIGTERM and SIGKILL: 5 seconds. */
    public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofSeconds(5);

    /** No limits, and the default grace period. */
    public static final TimeLimits NONE = new TimeLimits(null, null, DEFAULT_GRACE_PERIOD);

    private final @Nullable Duration timeout;
    private final @Nullable Duration idleTimeout;
    private final Duration gracePeriod;

    /**
     * Creates limits.
     *
     * @param timeout the time from the start until the tree is stopped; null for no limit
     * @param idleTimeout the time without a byte of output until the tree is stopped; null for no limit
     * @param gracePeriod the time between SIGTERM and SIGKILL; zero sends SIGKILL at once after SIGTERM
     * @throws IllegalArgumentException if a limit is not positive, or the grace period is negative
     */
    public TimeLimits(@Nullable Duration timeout, @Nullable Duration idleTimeout, Duration gracePeriod) {
        this.timeout = requirePositive(timeout, "timeout");
        this.idleTimeout = requirePositive(idleTimeout, "idleTimeout");
        this.gracePeriod = gracePeriod;
        if (gracePeriod.isNegative()) {
            throw new IllegalArgumentException("gracePeriod must not be negative: " + gracePeriod);
        }
    }

    private static @Nullable Duration requirePositive(@Nullable Duration limit, String name) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException(name + " must be positive: " + limit);
        }
        return limit;
    }

    /**
     * Returns the longest time that the process may run.
     *
     * @return the time from the start until the tree is stopped; null for no limit
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * Returns the longest time that the process may be silent. Output that this JVM does not read does not count; if it reads
     * none at all, this limit has no effect.
     *
     * @return the time without a byte of output until the tree is stopped; null for no limit
     */
    public @Nullable Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Returns the time that the process has to end when it is stopped.
     *
     * @return the time between SIGTERM and SIGKILL; zero sends SIGKILL at once after SIGTERM
     */
    public Duration gracePeriod() {
        return gracePeriod;
    }

    /**
     * Returns a copy with another timeout.
     *
     * @param changed the time; null for no limit
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public TimeLimits withTimeout(@Nullable Duration changed) {
        return new TimeLimits(changed, idleTimeout, gracePeriod);
    }

    /**
     * Returns a copy with another limit of silence.
     *
     * @param changed the time; null for no limit
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public TimeLimits withIdleTimeout(@Nullable Duration changed) {
        return new TimeLimits(timeout, changed, gracePeriod);
    }

    /**
     * Returns a copy with another grace period.
     *
     * @param changed the time
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public TimeLimits withGracePeriod(Duration changed) {
        return new TimeLimits(timeout, idleTimeout, changed);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(timeout, idleTimeout, gracePeriod);
    }

    @Override
    public String toString() {
        return "TimeLimits[timeout=" + timeout + ", idleTimeout=" + idleTimeout + ", gracePeriod=" + gracePeriod + "]";
    }
}
