package io.github.nixadhoc.error;

/**
 * Reports that a build failed. The log ends with the last lines that the builder printed.
 *
 * @since 0.1
 */
public final class BuildFailedException extends NixException {

    private static final long serialVersionUID = 1L;

    private final String derivation;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param derivation the store derivation that failed; empty if Nix does not name it
     */
    public BuildFailedException(Failure failure, String derivation) {
        super(failure);
        this.derivation = derivation;
    }

    /**
     * Returns the store derivation that failed; empty if Nix does not name it.
     *
     * @return the store derivation that failed; empty if Nix does not name it
     */
    public String derivation() {
        return derivation;
    }
}
