package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the deadline passed, or that the program was silent for too long. All that was started has been
 * stopped, except work for which another caller waits as well.
 *
 * @since 0.1
 */
public final class TimedOutException extends StoppedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind; null if it had not been started
     */
    public TimedOutException(Failure failure, @Nullable ProgramResult result) {
        super(failure, result);
    }
}
