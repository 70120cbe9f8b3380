package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Phase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watch of the log of Nix during a command.
 *
 * <p>It belongs to the thread that executes the command: all calls of Nix by this thread are watched, at any depth below the
 * command, and no calls by other threads.
 */
public interface LogWatch {

    /**
     * Starts to follow a process of Nix.
     *
     * @param phase the phase that the call is part of
     * @return the follower of the log; null for none
     */
    @Nullable
    Follower follow(Phase phase);

    /** A consumer of the events of a log, called on the thread that reads it. It must neither throw nor block. */
    interface Follower extends Consumer<NixLogEvent> {

        /** Ends the log, because the process has ended; later events are ignored. */
        void end();
    }

    /** Returns the watch of this thread; null for none. */
    static @Nullable LogWatch current() {
        return LogWatches.CURRENT.get();
    }

    /**
     * Replaces the watch of this thread.
     *
     * @param watch the new watch; null for none
     * @return the previous watch, which the caller has to restore; null for none
     */
    static @Nullable LogWatch replace(@Nullable LogWatch watch) {
        LogWatch before = LogWatches.CURRENT.get();
        if (watch == null) {
            LogWatches.CURRENT.remove();
        } else {
            LogWatches.CURRENT.set(watch);
        }
        return before;
    }
}
