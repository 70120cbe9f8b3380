package io.github.nixadhoc.exec;

import java.io.IOException;

/**
 * Thrown when a consumer of a process's lines threw, or the file that its output goes to could not be written, and the
 * process was stopped for it.
 *
 * <p>The cause is what the consumer threw, or the {@link IOException} of the file.
 *
 * @since 0.1
 */
public final class OutputConsumerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProcessOutcome outcome;

    /**
     * Creates the exception.
     *
     * @param outcome how the process ended
     * @param cause what the consumer threw
     */
    public OutputConsumerException(ProcessOutcome outcome, Throwable cause) {
        this("a consumer of the program's output threw " + cause, outcome, cause);
    }

    /**
     * Creates the exception with a message of its own.
     *
     * @param message what went wrong; that the program was stopped is added to it
     * @param outcome how the process ended
     * @param cause what the consumer threw, or the failure of the file
     */
    public OutputConsumerException(String message, ProcessOutcome outcome, Throwable cause) {
        super(message + "; the program was stopped", cause);
        this.outcome = outcome;
    }

    /**
     * Returns how the process ended.
     *
     * @return the outcome, with what was printed until then
     */
    public ProcessOutcome outcome() {
        return outcome;
    }
}
