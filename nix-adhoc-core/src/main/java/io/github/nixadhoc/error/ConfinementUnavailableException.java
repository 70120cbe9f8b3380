package io.github.nixadhoc.error;

/**
 * The program was to be confined and cannot be; it was not started.
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

    @Override
    protected NixException copy(Failure failure) {
        return new ConfinementUnavailableException(failure);
    }
}
