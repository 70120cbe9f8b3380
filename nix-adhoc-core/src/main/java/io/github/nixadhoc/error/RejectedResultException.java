package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;

/**
 * Reports a result that the caller does not accept.
 *
 * @since 0.1
 */
public abstract class RejectedResultException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient ProgramResult result;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind
     */
    RejectedResultException(Failure failure, ProgramResult result) {
        super(failure);
        this.result = result;
    }

    /**
     * Returns what the program left behind.
     *
     * @return the result
     */
    public final ProgramResult result() {
        return result;
    }
}
