package io.github.nixadhoc.error;

/**
 * Reports that the Nix store cannot be used: the daemon does not answer, a permission is missing, or the disk is full.
 *
 * @since 0.1
 */
public final class StoreUnavailableException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public StoreUnavailableException(Failure failure) {
        super(failure);
    }
}
