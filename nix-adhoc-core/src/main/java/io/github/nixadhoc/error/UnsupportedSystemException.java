package io.github.nixadhoc.error;

/**
 * Reports a package that cannot be built or run on this system: it is for another platform, or needs a system feature
 * that is missing.
 *
 * @since 0.1
 */
public final class UnsupportedSystemException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public UnsupportedSystemException(Failure failure) {
        super(failure);
    }
}
