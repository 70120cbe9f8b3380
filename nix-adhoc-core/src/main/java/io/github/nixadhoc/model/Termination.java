package io.github.nixadhoc.model;

/**
 * The way a process ended.
 *
 * <p>Exactly one of the nested records; there are no reserved exit codes. Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface Termination {

    /**
     * Returns whether the process ended by itself with exit code 0.
     *
     * @return true for {@code Exited(0)} only
     */
    default boolean isSuccess() {
        return this instanceof Exited exited && exited.code() == 0;
    }

    /**
     * Returns the exit code as a shell would report it: that of a process that exited, 128 plus the number of the
     * signal that ended it, and for one that was stopped by this library 143 (SIGTERM), or 137 where SIGKILL was needed,
     * whatever the process itself then said.
     *
     * @return the exit code, never 0 for a process that did not end by itself
     */
    default int exitCode() {
        if (this instanceof Exited exited) {
            return exited.code();
        }
        if (this instanceof Signaled signaled) {
            return 128 + signaled.signal();
        }
        return isForced() ? 137 : 143;
    }

    private boolean isForced() {
        return this instanceof TimedOut timedOut && timedOut.forced()
                || this instanceof IdleTimedOut idle && idle.forced()
                || this instanceof Cancelled cancelled && cancelled.forced()
                || this instanceof OutputLimit limit && limit.forced();
    }

    /**
     * The process ended by itself.
     *
     * @param code the exit code, 0 to 255
     */
    record Exited(int code) implements Termination {}

    /**
     * The process was ended by a signal that did not come from this library.
     *
     * <p>The JVM reports such an end as 128 plus the signal's number, as shells do. A program that exits by itself
     * with 129 to 192 is therefore reported as signaled too.
     *
     * @param signal the number of the signal, 9 for SIGKILL
     */
    record Signaled(int signal) implements Termination {}

    /**
     * The deadline passed and the process tree was stopped.
     *
     * @param forced whether SIGKILL was needed after the grace period
     */
    record TimedOut(boolean forced) implements Termination {}

    /**
     * The process was silent for too long and its tree was stopped.
     *
     * @param forced whether SIGKILL was needed after the grace period
     */
    record IdleTimedOut(boolean forced) implements Termination {}

    /**
     * The caller asked for the end: by interrupt, by cancelling a future, by closing or by stopping.
     *
     * @param forced whether SIGKILL was needed after the grace period
     */
    record Cancelled(boolean forced) implements Termination {}

    /**
     * The process printed more than was allowed and was told to fail then.
     *
     * @param forced whether SIGKILL was needed after the grace period
     */
    record OutputLimit(boolean forced) implements Termination {}
}
