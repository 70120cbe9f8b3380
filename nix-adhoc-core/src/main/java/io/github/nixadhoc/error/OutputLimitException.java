package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;

/**
 * Reports that a program printed more than its limit, or more than was kept when all of its output was asked for.
 *
 * @since 0.1
 */
public final class OutputLimitException extends RejectedResultException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind
     */
    public OutputLimitException(Failure failure, ProgramResult result) {
        super(failure, result);
    }
}
