package io.github.nixadhoc.error;

/**
 * Reports that nixpkgs refuses to evaluate a package because of its licence or its state.
 *
 * @since 0.1
 */
public final class PackageRefusedException extends NixException {

    private static final long serialVersionUID = 1L;

    /** The reason why nixpkgs refuses a package. */
    public enum Reason {
        /** Its licence is not free. */
        UNFREE,
        /** It has known vulnerabilities. */
        INSECURE,
        /** It is marked as broken. */
        BROKEN
    }

    private final Reason reason;
    private final String packageName;
    private final String subject;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param reason the reason of the refusal
     * @param packageName the name of the package with its version
     * @param subject what the refusal names: the licence or the known vulnerabilities; empty if it names nothing
     */
    public PackageRefusedException(Failure failure, Reason reason, String packageName, String subject) {
        super(failure);
        this.reason = reason;
        this.packageName = packageName;
        this.subject = subject;
    }

    /**
     * Returns the reason of the refusal.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the name of the refused package with its version, as in {@code slack-4.35.126}. It may be a dependency of the
     * package that was asked for.
     *
     * @return the name, as nixpkgs prints it; empty if it prints none
     */
    public String packageName() {
        return packageName;
    }

    /**
     * Returns what the refusal names: the licence or the known vulnerabilities; empty if it names nothing.
     *
     * @return what the refusal names: the licence or the known vulnerabilities; empty if it names nothing
     */
    public String subject() {
        return subject;
    }
}
