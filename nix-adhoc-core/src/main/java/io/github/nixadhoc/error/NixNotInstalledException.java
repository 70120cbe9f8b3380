package io.github.nixadhoc.error;

/**
 * There is no Nix on this system that can be run; the hint is the command that installs it.
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

    @Override
    protected NixException copy(Failure failure) {
        return new NixNotInstalledException(failure);
    }
}
