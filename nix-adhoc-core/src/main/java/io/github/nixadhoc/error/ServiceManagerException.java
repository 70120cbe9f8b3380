package io.github.nixadhoc.error;

/**
 * systemd or launchd runs but did not do what it was told; the command and what it said are in the exception.
 *
 * @since 0.1
 */
public final class ServiceManagerException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public ServiceManagerException(Failure failure) {
        super(failure);
    }

    @Override
    protected NixException copy(Failure failure) {
        return new ServiceManagerException(failure);
    }
}
