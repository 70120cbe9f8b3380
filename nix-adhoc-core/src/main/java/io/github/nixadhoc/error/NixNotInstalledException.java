package io.github.nixadhoc.error;

/**
 * Reports that no Nix was found on this system. The hint is the command that installs it.
 *
 * @since 0.1
 */
public final class NixNotInstalledException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public NixNotInstalledException(Failure failure) {
        super(failure);
    }
}
