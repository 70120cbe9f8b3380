package io.github.nixadhoc.error;

/**
 * There is no display for a graphical program to show itself on: no variable names one, or what it names does not answer.
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

    @Override
    protected NixException copy(Failure failure) {
        return new NoDisplayException(failure);
    }
}
