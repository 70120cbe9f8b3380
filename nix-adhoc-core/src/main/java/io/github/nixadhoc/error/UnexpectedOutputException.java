package io.github.nixadhoc.error;

/**
 * Nix printed something that this library does not understand, most likely because the version of Nix is not known to it.
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

    @Override
    protected NixException copy(Failure failure) {
        return new UnexpectedOutputException(failure);
    }
}
