package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ByteSize;

/**
 * Reports that a run would have exceeded a limit of its session. The program was not started.
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
        /** The downloads of all runs of the session, as they come over the network. */
        DOWNLOAD,
        /** The size of all packages that the session runs, with all paths that they depend on. */
        CLOSURE
    }

    private final Limit limit;
    private final transient ByteSize allowed;
    private final transient ByteSize needed;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param limit the limited quantity
     * @param allowed the limit
     * @param needed the quantity that the run would have reached
     */
    public SessionLimitException(Failure failure, Limit limit, ByteSize allowed, ByteSize needed) {
        super(failure);
        this.limit = limit;
        this.allowed = allowed;
        this.needed = needed;
    }

    /**
     * Returns the limited quantity.
     *
     * @return the quantity
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
     * Returns the quantity that the run would have reached, with that of all earlier runs of the session.
     *
     * @return the size, as exactly as Nix tells it beforehand
     */
    public ByteSize needed() {
        return needed;
    }
}
