package io.github.nixadhoc.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a session may use, all its runs together.
 *
 * <pre>{@code
 * SessionLimits.NONE.maxDownload(ByteSize.of(200_000_000)).timeout(Duration.ofMinutes(10))
 * }</pre>
 *
 * <p>A run that would exceed a limit is refused before its program starts, with
 * {@link io.github.nixadhoc.error.SessionLimitException}, which tells the numbers. Immutable and thread-safe.
 *
 * @param download how much may be downloaded in all; empty for any amount
 * @param closure how much all that is run may occupy, with all that it depends on; empty for any amount
 * @param time how long the session may go on; empty for any time
 * @since 0.1
 */
public record SessionLimits(Optional<ByteSize> download, Optional<ByteSize> closure, Optional<Duration> time) {

    /** No limits. */
    public static final SessionLimits NONE = new SessionLimits(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Checks the time.
     *
     * @param download how much may be downloaded
     * @param closure how much all that is run may occupy
     * @param time how long the session may go on
     * @throws IllegalArgumentException if the time is not positive
     */
    public SessionLimits {
        time.ifPresent(limit -> {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a session's time must be positive: " + limit);
            }
        });
    }

    /**
     * Limits what is downloaded, as it comes over the network. What a download will have is known from the caches
     * beforehand, and to the three digits or so that Nix prints of it; sources that a build fetches are not counted.
     *
     * @param size how much all runs together may download
     * @return the changed copy
     */
    public SessionLimits maxDownload(ByteSize size) {
        return new SessionLimits(Optional.of(size), closure, time);
    }

    /**
     * Limits what all that is run occupies with all that it depends on, each store path counted once, by NAR size. What is
     * downloaded is counted before it is; what is built can be counted only afterwards, before the program starts.
     *
     * @param size how much it may occupy
     * @return the changed copy
     */
    public SessionLimits maxClosure(ByteSize size) {
        return new SessionLimits(download, Optional.of(size), time);
    }

    /**
     * Limits the time. When it has passed, programs that still run are stopped as at a timeout of their own, and no more
     * are started.
     *
     * @param limit how long the session may go on, from its opening, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public SessionLimits timeout(Duration limit) {
        return new SessionLimits(download, closure, Optional.of(limit));
    }
}
