package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;

/** A check that ends long work in this JVM in the same way as calls of Nix end. */
final class DeadlineWatch {

    private DeadlineWatch() {}

    /**
     * Insists that the deadline has not passed and that this thread is not interrupted. Keeps the interrupt status.
     *
     * @param deadline the deadline
     * @param what the work, for the message
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
