package io.github.nixadhoc.internal.concurrent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time at which a command must have ended, or no limit at all. */
public final class Deadline {

    private static final Deadline NEVER = new Deadline(null, 0);

    private final @Nullable Duration timeout;
    private final long startNanos;

    private Deadline(@Nullable Duration timeout, long startNanos) {
        this.timeout = timeout;
        this.startNanos = startNanos;
    }

    /** Returns the deadline that never passes. */
    public static Deadline never() {
        return NEVER;
    }

    /** Returns the deadline after a timeout from now; never for null. */
    public static Deadline after(@Nullable Duration timeout) {
        return timeout == null ? NEVER : new Deadline(timeout, System.nanoTime());
    }

    /** Returns the remaining time, at least a nanosecond so that it is a valid timeout; null for no limit. */
    public @Nullable Duration remaining() {
        if (timeout == null) {
            return null;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    /** Returns the earlier of two deadlines. */
    public Deadline orEarlier(Deadline other) {
        Duration own = remaining();
        Duration others = other.remaining();
        return own == null || others != null && others.compareTo(own) < 0 ? other : this;
    }

    /** Returns whether the deadline has passed. */
    public boolean hasPassed() {
        return timeout != null
                && timeout.minusNanos(System.nanoTime() - startNanos).isNegative();
    }
}
