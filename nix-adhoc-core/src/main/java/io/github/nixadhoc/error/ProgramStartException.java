package io.github.nixadhoc.error;

/**
 * The operating system cannot start the program: its working directory is not there, or it is itself no program for this
 * system, though it is in the store.
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

    @Override
    protected NixException copy(Failure failure) {
        return new ProgramStartException(failure);
    }
}
