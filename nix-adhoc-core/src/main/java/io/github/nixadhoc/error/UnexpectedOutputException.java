package io.github.nixadhoc.error;

/**
 * Reports output of Nix that this library does not understand, most likely of a version that it does not know.
 *
 * @since 0.1
 */
public final class UnexpectedOutputException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public UnexpectedOutputException(Failure failure) {
        super(failure);
    }
}
