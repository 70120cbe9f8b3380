package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import org.jspecify.annotations.Nullable;

/**
 * An observer of the steps of a run.
 *
 * <p>Without listeners it creates no objects and no threads. Thread-safe.
 */
public interface CommandWatch {

    /** The observer that ignores all steps. */
    CommandWatch NONE = new CommandWatch() {};

    /**
     * Starts to watch the calls of Nix by this thread.
     *
     * @return the previous watch, for {@link #release}
     */
    default @Nullable LogWatch bind() {
        return null;
    }

    /**
     * Stops to watch the calls of Nix by this thread.
     *
     * @param before the result of {@link #bind}
     */
    default void release(@Nullable LogWatch before) {}

    /** Reports that a phase begins. The previous phase has succeeded, unless {@link #failed} was called. */
    default void enter(Phase phase) {}

    /** Reports that the program will be started. Waits a limited time until all earlier events have been delivered. */
    default void enterProgram() {}

    /** Reports a warning. */
    default void warn(String text) {}

    /** Reports that the program has been started. */
    default void programStarted(long pid) {}

    /** Reports that the program has ended, and with it the run. */
    default void programEnded(Termination termination) {}

    /** Reports that this phase has failed; it may be repeated. */
    default void failed() {}

    /**
     * Reports that the run has ended. Waits a limited time until that has been delivered. Further calls have no effect.
     *
     * @param failed whether the run ended with an exception
     */
    default void end(boolean failed) {}
}
