package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Is told of each call of Nix that somebody makes, before it is made and when it has ended. */
@FunctionalInterface
public interface CallObserver {

    /** Nobody wants to know. */
    CallObserver NONE = new CallObserver() {
        @Override
        public @Nullable Observed begin(NixCall call, Deadline deadline) {
            return null;
        }
    };

    /**
     * A call is about to be made.
     *
     * @param call the call
     * @param deadline when it is given up
     * @return who follows it; null if nobody does
     * @throws io.github.nixadhoc.error.NixException if it must not be made
     */
    @Nullable
    Observed begin(NixCall call, Deadline deadline);

    /** One call: is told of each line of its log, on the thread that reads it, and must neither throw nor block there. */
    interface Observed extends Consumer<NixLogEvent> {

        /**
         * The call has ended, well or not.
         *
         * @param answer its standard output; empty if that went to a file, or it did not end by itself
         */
        void ended(String answer);
    }
}
