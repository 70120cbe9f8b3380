package io.github.nixadhoc.exec;

/**
 * Thrown when the stream that is a process's input threw an exception, after which the process was stopped.
 *
 * <p>The process is stopped because it would otherwise take the part that it has read for the whole input. The cause is the
 * exception of the stream.
 *
 * @since 0.1
 */
public final class InputSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProcessOutcome outcome;

    /**
     * Creates the exception.
     *
     * @param outcome the outcome of the process
     * @param cause the exception of the stream
     */
    public InputSourceException(ProcessOutcome outcome, Throwable cause) {
        super("the source of the program's input threw " + cause + "; the program was stopped", cause);
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
