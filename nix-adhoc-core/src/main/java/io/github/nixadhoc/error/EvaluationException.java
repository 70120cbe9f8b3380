package io.github.nixadhoc.error;

/**
 * Reports that Nix could not evaluate the flake: a syntax error, a failed assertion, a thrown error, or an endless
 * recursion.
 *
 * @since 0.1
 */
public final class EvaluationException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public EvaluationException(Failure failure) {
        super(failure);
    }
}
