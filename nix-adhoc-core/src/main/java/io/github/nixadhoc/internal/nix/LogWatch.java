package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.model.Phase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches what Nix says in its log while one command is carried out.
 *
 * <p>It belongs to a thread, the one that carries out the command: every call of Nix by this thread is watched, however deep
 * below the command it is made, and none by another.
 */
public interface LogWatch {

    /**
     * Begins to follow a process of Nix.
     *
     * @param phase the step that it is part of
     * @return who is told what it says; null if nobody wants to know
     */
    @Nullable
    Follower follow(Phase phase);

    /** Is told of each line of a log, on the thread that reads it; must neither throw nor block. */
    interface Follower extends Consumer<NixLogEvent> {

        /** The process has ended; what is said after that is not heard. */
        void end();
    }

    /** Returns what watches this thread; null if nothing does. */
    static @Nullable LogWatch current() {
        return LogWatches.CURRENT.get();
    }

    /**
     * Has this thread watched.
     *
     * @param watch what watches it from now on; null for nothing
     * @return what has watched it until now, to be put back
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
