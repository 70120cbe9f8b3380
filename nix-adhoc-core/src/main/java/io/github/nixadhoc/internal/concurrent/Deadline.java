package io.github.nixadhoc.internal.concurrent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The moment by which all of a command must have ended; nothing if it may take for ever. */
public final class Deadline {

    private static final Deadline NEVER = new Deadline(null, 0);

    private final @Nullable Duration timeout;
    private final long startNanos;

    private Deadline(@Nullable Duration timeout, long startNanos) {
        this.timeout = timeout;
        this.startNanos = startNanos;
    }

    public static Deadline never() {
        return NEVER;
    }

    public static Deadline after(@Nullable Duration timeout) {
        return timeout == null ? NEVER : new Deadline(timeout, System.nanoTime());
    }

    /** Returns what is left, at least a nanosecond so that it can be waited for; null if there is no deadline. */
    public @Nullable Duration remaining() {
        if (timeout == null) {
            return null;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    /** Returns the one of both that passes first. */
    public Deadline orEarlier(Deadline other) {
        Duration own = remaining();
        Duration others = other.remaining();
        return own == null || others != null && others.compareTo(own) < 0 ? other : this;
    }

    public boolean hasPassed() {
        return timeout != null
                && timeout.minusNanos(System.nanoTime() - startNanos).isNegative();
    }
}
