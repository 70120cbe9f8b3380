package io.github.nixadhoc.error;

/**
 * Reports a failed command of systemd or launchd. The exception has the command and its output.
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
}
