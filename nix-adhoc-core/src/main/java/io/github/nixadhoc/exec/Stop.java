package io.github.nixadhoc.exec;

import io.github.nixadhoc.model.Termination;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The decision to end a process before it does so itself: taken once, by whoever comes first.
 *
 * <p>Thread-safe.
 */
final class Stop {

    /** Why a process is ended. */
    enum Cause {
        TIMEOUT,
        IDLE,
        CANCEL,
        OUTPUT_LIMIT,
        FAILURE
    }

    private final BooleanSupplier stopTree;
    private final Collection<Stop> together;
    private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
    private final AtomicReference<@Nullable Function<ProcessOutcome, RuntimeException>> failure =
            new AtomicReference<>();
    private final CompletableFuture<Boolean> forced = new CompletableFuture<>();

    /**
     * Creates the decision that has not been taken.
     *
     * @param stopTree ends the process and its descendants, and returns whether SIGKILL was needed
     */
    Stop(BooleanSupplier stopTree) {
        this(stopTree, List.of());
    }

    /**
     * Creates the decision that has not been taken, for one of several processes that are stopped together.
     *
     * @param stopTree ends the process and its descendants, and returns whether SIGKILL was needed
     * @param together the decisions for all of them, which may come to be known later
     */
    Stop(BooleanSupplier stopTree, Collection<Stop> together) {
        this.stopTree = stopTree;
        this.together = together;
    }

    /** Begins to stop the process unless that has begun; returns at once. */
    void request(Cause why) {
        if (cause.compareAndSet(null, why)) {
            // decided for all before the first is hit, or the next would be seen to end by itself
            Cause ofOthers = why == Cause.OUTPUT_LIMIT || why == Cause.FAILURE ? Cause.CANCEL : why;
            together.forEach(other -> other.request(ofOthers));
            DaemonThreads.run(this::carryOut);
        }
    }

    /** Stops the process for a failure of ours or of the caller's; the first one is what the caller gets to see. */
    void fail(Function<ProcessOutcome, RuntimeException> exception) {
        failure.compareAndSet(null, exception);
        request(Cause.FAILURE);
    }

    private void carryOut() {
        boolean neededForce = true;
        try {
            neededForce = stopTree.getAsBoolean();
        } finally {
            forced.complete(neededForce);
        }
    }

    boolean isRequested() {
        return cause.get() != null;
    }

    /** Waits until no process of the tree is left, if a stop was requested. */
    void awaitCarriedOut() {
        if (isRequested()) {
            forced.join();
        }
    }

    /** Stops the process for a caller, unless it has come to its end. */
    void cancel(CompletableFuture<ProcessOutcome> outcome) {
        if (!outcome.isDone()) {
            request(Cause.CANCEL);
        }
    }

    /** Tells what came of the process: the failure that it was stopped for, else the result. */
    void tell(ProcessOutcome result, CompletableFuture<ProcessOutcome> outcome) {
        Function<ProcessOutcome, RuntimeException> thrown = failure.get();
        if (thrown == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(thrown.apply(result));
        }
    }

    /** Returns the way a process ended that left with an exit code. */
    Termination termination(int exitCode) {
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
