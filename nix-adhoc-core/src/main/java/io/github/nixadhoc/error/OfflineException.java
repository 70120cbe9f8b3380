package io.github.nixadhoc.error;

/**
 * Reports that there is no network, and that something needed is not in the store.
 *
 * @since 0.1
 */
public final class OfflineException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public OfflineException(Failure failure) {
        super(failure);
    }
}
