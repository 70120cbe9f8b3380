package io.github.nixadhoc.exec;

/**
 * A consumer of a process's lines threw, and the process was stopped for it.
 *
 * <p>The cause is what the consumer threw.
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
        super("a consumer of the program's output threw " + cause + "; the program was stopped", cause);
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
