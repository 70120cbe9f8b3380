package io.github.nixadhoc.error;

/**
 * The flake reference leads nowhere: no such registry entry, directory, repository or revision, or no flake there.
 *
 * @since 0.1
 */
public final class FlakeNotFoundException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public FlakeNotFoundException(Failure failure) {
        super(failure);
    }

    @Override
    protected NixException copy(Failure failure) {
        return new FlakeNotFoundException(failure);
    }
}
