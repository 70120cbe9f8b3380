package io.github.nixadhoc.error;

import io.github.nixadhoc.model.ProgramResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a command was stopped before its end. All that was started has been stopped, except work for which another
 * caller waits as well.
 *
 * @since 0.1
 */
public abstract class StoppedException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ProgramResult result;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param result what the program left behind; null if it had not been started
     */
    StoppedException(Failure failure, @Nullable ProgramResult result) {
        super(failure);
        this.result = result;
    }

    /**
     * Returns what the program left behind.
     *
     * @return the result; empty if the program had not been started
     */
    public final Optional<ProgramResult> result() {
        return Optional.ofNullable(result);
    }
}
