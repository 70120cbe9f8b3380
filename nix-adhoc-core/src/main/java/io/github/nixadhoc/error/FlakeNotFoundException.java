package io.github.nixadhoc.error;

/**
 * Reports a flake reference without a flake: no such registry entry, directory, repository or revision, or no {@code
 * flake.nix} in it.
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
}
