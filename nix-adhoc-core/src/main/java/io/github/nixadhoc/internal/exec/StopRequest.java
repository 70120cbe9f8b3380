package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.Termination;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The request to stop a process before it ends by itself. The first cause counts; later ones have no effect.
 *
 * <p>Thread-safe.
 */
public final class StopRequest {

    /** The causes for which a process is stopped. */
    public enum Cause {
        TIMEOUT,
        IDLE,
        CANCEL,
        OUTPUT_LIMIT,
        FAILURE
    }

    private final BooleanSupplier stopTree;
    private final Collection<StopRequest> group;
    private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
    private final AtomicReference<@Nullable Function<ProcessOutcome, RuntimeException>> failure =
            new AtomicReference<>();
    private final CompletableFuture<Boolean> forced = new CompletableFuture<>();

    /**
     * Creates a stop that has not been requested.
     *
     * @param stopTree ends the process and its descendants, and returns whether SIGKILL was needed
     */
    StopRequest(BooleanSupplier stopTree) {
        this(stopTree, List.of());
    }

    /**
     * Creates a stop that has not been requested, for one of several processes that are stopped together.
     *
     * @param stopTree ends the process and its descendants, and returns whether SIGKILL was needed
     * @param group the stops of all of them, to which more may be added later
     */
    public StopRequest(BooleanSupplier stopTree, Collection<StopRequest> group) {
        this.stopTree = stopTree;
        this.group = group;
    }

    /** Starts to stop the process, unless a stop was requested before. Returns at once. */
    public void request(Cause why) {
        if (cause.compareAndSet(null, why)) {
            // requested for all before one is signalled, because another one could otherwise seem to end by itself
            Cause ofOthers = why == Cause.OUTPUT_LIMIT || why == Cause.FAILURE ? Cause.CANCEL : why;
            group.forEach(other -> other.request(ofOthers));
            DaemonThreads.run(this::stopAndReport);
        }
    }

    /** Stops the process because of a failure of this library or of the caller. The first failure is reported. */
    public void fail(Function<ProcessOutcome, RuntimeException> exception) {
        failure.compareAndSet(null, exception);
        request(Cause.FAILURE);
    }

    private void stopAndReport() {
        boolean neededForce = true;
        try {
            neededForce = stopTree.getAsBoolean();
        } finally {
            forced.complete(neededForce);
        }
    }

    /** Returns whether a stop was requested. */
    public boolean isRequested() {
        return cause.get() != null;
    }

    /** Waits until all processes of the tree have ended, if a stop was requested. */
    public void awaitTreeStopped() {
        if (isRequested()) {
            forced.join();
        }
    }

    /** Stops the process on request of the caller, unless its outcome is known. */
    public void cancel(CompletableFuture<ProcessOutcome> outcome) {
        if (!outcome.isDone()) {
            request(Cause.CANCEL);
        }
    }

    /** Completes the future of a process with its result, or with the failure that caused the stop. */
    public void report(ProcessOutcome result, CompletableFuture<ProcessOutcome> outcome) {
        Function<ProcessOutcome, RuntimeException> thrown = failure.get();
        if (thrown == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(thrown.apply(result));
        }
    }

    /** Returns the termination of a process that ended with an exit code. */
    public Termination termination(int exitCode) {
        Cause why = cause.get();
        if (why == null) {
            return exitCode > 128 && exitCode <= 192
                    ? new Termination.Signaled(exitCode - 128)
                    : new Termination.Exited(exitCode);
        }
        boolean killed = forced.join();
        return switch (why) {
            case TIMEOUT -> new Termination.TimedOut(killed);
            case IDLE -> new Termination.IdleTimedOut(killed);
            case OUTPUT_LIMIT -> new Termination.OutputLimit(killed);
            case CANCEL, FAILURE -> new Termination.Cancelled(killed);
        };
    }
}
