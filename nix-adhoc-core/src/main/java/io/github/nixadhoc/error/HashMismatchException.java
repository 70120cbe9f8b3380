package io.github.nixadhoc.error;

/**
 * Reports that a build has downloaded something other than its derivation expects.
 *
 * @since 0.1
 */
public final class HashMismatchException extends NixException {

    private static final long serialVersionUID = 1L;

    private final String specified;
    private final String actual;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param specified the hash that the derivation expects; empty if Nix does not name it
     * @param actual the hash of what was downloaded; empty if Nix does not name it
     */
    public HashMismatchException(Failure failure, String specified, String actual) {
        super(failure);
        this.specified = specified;
        this.actual = actual;
    }

    /**
     * Returns the hash that the derivation expects; empty if Nix does not name it.
     *
     * @return the hash that the derivation expects; empty if Nix does not name it
     */
    public String specified() {
        return specified;
    }

    /**
     * Returns the hash of what was downloaded; empty if Nix does not name it.
     *
     * @return the hash of what was downloaded; empty if Nix does not name it
     */
    public String actual() {
        return actual;
    }
}
