package io.github.nixadhoc.exec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a process cannot be started.
 *
 * @since 0.1
 */
public final class ProcessStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kinds of reasons for which a process cannot be started. */
    public enum Reason {
        /** There is no such program, or the interpreter that its first line names is missing. */
        PROGRAM_NOT_FOUND,
        /** The program is there but must not or cannot be executed. */
        NOT_EXECUTABLE,
        /** The working directory does not exist or is no directory. */
        NO_SUCH_DIRECTORY,
        /** A file that was to be read as stdin or written as output could not be opened. */
        REDIRECT_FAILED,
        /** Arguments and environment together are larger than the operating system allows. */
        ARGUMENTS_TOO_LONG,
        /** The executor does not implement {@link CommandExecutor#startPipeline}. */
        PIPELINE_UNSUPPORTED,
        /** The operating system refused for another reason, named in the message. */
        OTHER
    }

    private final Reason reason;
    private final int stage;

    /**
     * Creates the exception.
     *
     * @param reason the kind of reason
     * @param message the program that could not be started and the reason, without values of the environment
     * @param cause the underlying failure; null for none
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, 0);
    }

    /**
     * Creates the exception of a pipeline.
     *
     * @param reason the kind of reason
     * @param message the program that could not be started and the reason, without values of the environment
     * @param cause the underlying failure; null for none
     * @param stage the index of the process in the pipeline, 0 for the first
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause, int stage) {
        super(message, cause);
        this.reason = reason;
        this.stage = stage;
    }

    /**
     * Returns the index of the process that could not be started in its pipeline.
     *
     * @return the index, 0 for the first process and for one without a pipeline
     */
    public int stage() {
        return stage;
    }

    /**
     * Returns the kind of reason for which the process could not be started.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
