package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;

/**
 * Reports an exit code other than 0, or the end by a signal, to a caller who asked for success.
 *
 * @since 0.1
 */
public final class ProgramFailedException extends RejectedResultException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind
     */
    public ProgramFailedException(Failure failure, ProgramResult result) {
        super(failure, result);
    }
}
