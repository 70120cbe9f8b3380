package io.github.nixadhoc.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a session, for all its runs together.
 *
 * <pre>{@code
 * SessionLimits.NONE.maxDownload(ByteSize.of(200_000_000)).timeout(Duration.ofMinutes(10))
 * }</pre>
 *
 * <p>A run that would exceed a limit is refused before its program starts, with
 * {@link io.github.nixadhoc.error.SessionLimitException}, which has the numbers. Immutable and thread-safe; equality is by
 * content.
 *
 * @since 0.1
 */
public final class SessionLimits extends EqualByContent {

    /** No limits. */
    public static final SessionLimits NONE = new SessionLimits(null, null, null);

    private final @Nullable ByteSize download;
    private final @Nullable ByteSize closure;
    private final @Nullable Duration time;

    private SessionLimits(@Nullable ByteSize download, @Nullable ByteSize closure, @Nullable Duration time) {
        this.download = download;
        this.closure = closure;
        this.time = time;
    }

    /**
     * Returns the limit of all downloads together.
     *
     * @return the size; empty if there is no limit
     */
    public Optional<ByteSize> download() {
        return Optional.ofNullable(download);
    }

    /**
     * Returns the limit of the size of all packages that are run, with all paths that they depend on.
     *
     * @return the sum of the NAR sizes; empty if there is no limit
     */
    public Optional<ByteSize> closure() {
        return Optional.ofNullable(closure);
    }

    /**
     * Returns the limit of the duration of the session.
     *
     * @return the duration; empty if there is no limit
     */
    public Optional<Duration> time() {
        return Optional.ofNullable(time);
    }

    /**
     * Limits the size of the downloads, as they come over the network.
     *
     * <p>The caches report the size of a download beforehand, and Nix prints about three digits of it. Sources that a build
     * fetches are not counted.
     *
     * @param size the limit for all runs together
     * @return the changed copy
     */
    public SessionLimits maxDownload(ByteSize size) {
        return new SessionLimits(Objects.requireNonNull(size, "size"), closure, time);
    }

    /**
     * Limits the size of all packages that are run, with all paths that they depend on. Each store path is counted once, by
     * NAR size.
     *
     * <p>A download is counted before it begins. The output of a build can be counted only after the build, before the
     * program starts.
     *
     * @param size the limit for all runs together
     * @return the changed copy
     */
    public SessionLimits maxClosure(ByteSize size) {
        return new SessionLimits(download, Objects.requireNonNull(size, "size"), time);
    }

    /**
     * Limits the duration of the session. At its end, programs that still run are stopped as at their own timeout, and no
     * more are started.
     *
     * @param limit the duration from the opening of the session, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public SessionLimits timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a session's time must be positive: " + limit);
        }
        return new SessionLimits(download, closure, limit);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(download, closure, time);
    }

    @Override
    public String toString() {
        return "SessionLimits[download=" + download() + ", closure=" + closure() + ", time=" + time() + "]";
    }
}
