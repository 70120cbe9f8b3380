package io.github.nixadhoc.exec;

import java.io.IOException;

/**
 * Thrown when a consumer of a process's output threw an exception, or the file for its output could not be written, after
 * which the process was stopped.
 *
 * <p>The cause is the exception of the consumer, or the {@link IOException} of the file.
 *
 * @since 0.1
 */
public final class OutputConsumerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProcessOutcome outcome;

    /**
     * Creates the exception.
     *
     * @param outcome the outcome of the process
     * @param cause the exception of the consumer
     */
    public OutputConsumerException(ProcessOutcome outcome, Throwable cause) {
        this("a consumer of the program's output threw " + cause, outcome, cause);
    }

    /**
     * Creates the exception with a message of its own.
     *
     * @param message the failure; the constructor adds that the program was stopped
     * @param outcome the outcome of the process
     * @param cause the exception of the consumer or of the file
     */
    public OutputConsumerException(String message, ProcessOutcome outcome, Throwable cause) {
        super(message + "; the program was stopped", cause);
        this.outcome = outcome;
    }

    /**
     * Returns the outcome of the process.
     *
     * @return the outcome, with the output until the stop
     */
    public ProcessOutcome outcome() {
        return outcome;
    }
}
