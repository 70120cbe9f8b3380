package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;

/**
 * Reports an exit code other than 0, or the end by a signal, to a caller who asked for success.
 *
 * @since 0.1
 */
public final class ProgramFailedException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient ProgramResult result;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind
     */
    public ProgramFailedException(Failure failure, ProgramResult result) {
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
