package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the caller cancelled the command, or that the thread which waited for it was interrupted. All that was
 * started has been stopped, except work for which another caller waits as well.
 *
 * @since 0.1
 */
public final class CancelledException extends StoppedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind; null if it had not been started
     */
    public CancelledException(Failure failure, @Nullable ProgramResult result) {
        super(failure, result);
    }
}
