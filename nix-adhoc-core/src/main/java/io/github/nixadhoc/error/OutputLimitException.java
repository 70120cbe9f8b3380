package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;

/**
 * Reports that a program printed more than its limit, or more than was kept when all of its output was asked for.
 *
 * @since 0.1
 */
public final class OutputLimitException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient ProgramResult result;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind
     */
    public OutputLimitException(Failure failure, ProgramResult result) {
        super(failure);
        this.result = result;
    }

    /**
     * Returns what the program left behind.
     *
     * @return what the program left behind
     */
    public ProgramResult result() {
        return result;
    }
}
