package io.github.nixadhoc.error;

/**
 * Reports that the operating system cannot start the program. The working directory is missing, or the file is not a
 * program for this system.
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
