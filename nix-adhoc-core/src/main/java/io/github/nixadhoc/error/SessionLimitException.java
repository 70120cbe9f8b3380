package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ByteSize;

/**
 * A run would have exceeded a limit of its session; the program was not started.
 *
 * @since 0.1
 */
public final class SessionLimitException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * The quantity that is limited.
     *
     * @since 0.1
     */
    public enum Limit {
        /** What all runs of the session download, as it comes over the network. */
        DOWNLOAD,
        /** What all that the session runs occupies, with all that it depends on. */
        CLOSURE
    }

    private final Limit limit;
    private final transient ByteSize allowed;
    private final transient ByteSize needed;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param limit what is limited
     * @param allowed the limit
     * @param needed what it would have come to
     */
    public SessionLimitException(Failure failure, Limit limit, ByteSize allowed, ByteSize needed) {
        super(failure);
        this.limit = limit;
        this.allowed = allowed;
        this.needed = needed;
    }

    /**
     * Returns what is limited.
     *
     * @return what is limited
     */
    public Limit limit() {
        return limit;
    }

    /**
     * Returns the limit.
     *
     * @return the limit
     */
    public ByteSize allowed() {
        return allowed;
    }

    /**
     * Returns what it would have come to, with all that the session has had before.
     *
     * @return the size, as exactly as Nix tells it beforehand
     */
    public ByteSize needed() {
        return needed;
    }

    @Override
    protected NixException copy(Failure failure) {
        return new SessionLimitException(failure, limit, allowed, needed);
    }
}
