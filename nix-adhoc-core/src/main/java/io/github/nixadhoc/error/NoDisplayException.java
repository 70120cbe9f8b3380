package io.github.nixadhoc.error;

/**
 * Reports that a graphical program has no display: no variable names one, or the named one does not answer.
 *
 * @since 0.1
 */
public final class NoDisplayException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public NoDisplayException(Failure failure) {
        super(failure);
    }
}
