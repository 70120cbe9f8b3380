package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Termination;
import org.jspecify.annotations.Nullable;

/**
 * Is told of the steps of one run.
 *
 * <p>What is told where nobody wants to know costs nothing: no object, no thread. Thread-safe.
 */
public interface CommandWatch {

    /** Nobody wants to know. */
    CommandWatch NONE = new CommandWatch() {};

    /**
     * Has the calls of Nix by this thread watched.
     *
     * @return what watched them before, for {@link #release}
     */
    default @Nullable LogWatch bind() {
        return null;
    }

    /**
     * Has the calls of Nix by this thread watched no longer.
     *
     * @param before what {@link #bind} returned
     */
    default void release(@Nullable LogWatch before) {}

    /** The next phase begins; the one before it has ended well, unless {@link #failed} was called. */
    default void enter(Phase phase) {}

    /** The program is about to be started: returns when all has been told that was before, or it takes too long. */
    default void enterProgram() {}

    /** Something may be wrong with what is about to be done. */
    default void warn(String text) {}

    /** The program runs. */
    default void programStarted(long pid) {}

    /** The program has ended, and the run with it. */
    default void programEnded(Termination termination) {}

    /** What has been done in this phase has failed; it may begin again. */
    default void failed() {}

    /**
     * The run has ended. Returns when that has been told, or it takes too long; has no effect the second time.
     *
     * @param failed whether by an exception
     */
    default void end(boolean failed) {}
}
