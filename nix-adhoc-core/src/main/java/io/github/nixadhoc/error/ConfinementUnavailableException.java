package io.github.nixadhoc.error;

/**
 * Reports that a program cannot be confined as the client asks. The program was not started.
 *
 * @since 0.1
 */
public final class ConfinementUnavailableException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public ConfinementUnavailableException(Failure failure) {
        super(failure);
    }
}
