package io.github.nixadhoc.error;

/**
 * The program is in the store but the operating system could not start it.
 *
 * @since 0.1
 */
public final class ProgramStartException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public ProgramStartException(Failure failure) {
        super(failure);
    }
}
