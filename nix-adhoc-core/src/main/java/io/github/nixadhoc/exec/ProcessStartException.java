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
     * @param reason why
     * @param message what could not be started and why, free of environment values
     * @param cause the underlying failure, if there is one
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, 0);
    }

    /**
     * Creates the exception of a pipeline.
     *
     * @param reason why
     * @param message what could not be started and why, free of environment values
     * @param cause the underlying failure, if there is one
     * @param stage which process it was, 0 for the first
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause, int stage) {
        super(message, cause);
        this.reason = reason;
        this.stage = stage;
    }

    /**
     * Returns which process of a pipeline could not be started.
     *
     * @return 0 for the first, and for a process by itself
     */
    public int stage() {
        return stage;
    }

    /**
     * Returns why the process could not be started.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
