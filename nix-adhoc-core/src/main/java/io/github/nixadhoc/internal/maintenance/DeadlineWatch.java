package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;

/** Ends work of our own that can take long, as the calls of Nix end. */
final class DeadlineWatch {

    private DeadlineWatch() {}

    /**
     * Returns if there is time left and nobody has interrupted this thread, which then stays interrupted.
     *
     * @param what what is being done
     * @throws TimedOutException if the deadline has passed
     * @throws CancelledException if the thread has been interrupted
     */
    static void require(Deadline deadline, String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException(Failure.of("the thread was interrupted while " + what, ""), null);
        }
        if (deadline.hasPassed()) {
            throw new TimedOutException(Failure.of("the time was up while " + what, "allow more time"), null);
        }
    }
}
