package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An observer of the calls of Nix, before the start and after the end of each. */
@FunctionalInterface
public interface CallObserver {

    /** The observer that ignores all calls. */
    CallObserver NONE = new CallObserver() {
        @Override
        public @Nullable Observed begin(NixCall call, Deadline deadline) {
            return null;
        }
    };

    /**
     * Observes a call that is about to start.
     *
     * @param call the call
     * @param deadline the deadline of the call
     * @return the observer of this call; null for none
     * @throws io.github.nixadhoc.error.NixException if the call must not be made
     */
    @Nullable
    Observed begin(NixCall call, Deadline deadline);

    /** An observer of one call. It gets each event of the log on the thread that reads it, and must neither throw nor block. */
    interface Observed extends Consumer<NixLogEvent> {

        /**
         * Observes the end of the call, successful or not.
         *
         * @param answer the standard output; empty if it was written to a file, or Nix did not end by itself
         */
        void ended(String answer);
    }
}
