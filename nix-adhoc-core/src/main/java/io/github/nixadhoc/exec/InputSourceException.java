package io.github.nixadhoc.exec;

/**
 * Thrown when the stream that a process reads as its input threw, and the process was stopped for it.
 *
 * <p>It is stopped because it would take the part that it has read for the whole. The cause is what the stream threw.
 *
 * @since 0.1
 */
public final class InputSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProcessOutcome outcome;

    /**
     * Creates the exception.
     *
     * @param outcome how the process ended
     * @param cause what the stream threw
     */
    public InputSourceException(ProcessOutcome outcome, Throwable cause) {
        super("the source of the program's input threw " + cause + "; the program was stopped", cause);
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
