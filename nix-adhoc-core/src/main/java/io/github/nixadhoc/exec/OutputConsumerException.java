package io.github.nixadhoc.exec;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a process's lines threw, or the file that its output goes to could not be written, and the process was
 * stopped for it.
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

    private OutputConsumerException(String what, ProcessOutcome outcome, Throwable cause) {
        super(what + "; the program was stopped", cause);
        this.outcome = outcome;
    }

    /** Returns the exception for a file that is as good as a consumer. */
    static OutputConsumerException ofFile(@Nullable Path file, ProcessOutcome outcome, IOException cause) {
        return new OutputConsumerException(
                "the program's output could not be written to " + file + ": " + cause.getMessage(), outcome, cause);
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
