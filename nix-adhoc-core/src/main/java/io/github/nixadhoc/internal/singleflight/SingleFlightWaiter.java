package io.github.nixadhoc.internal.singleflight;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for a shared task until its own deadline, and gets exceptions with its own command line.
 *
 * @param line the command line of the caller, for messages
 * @param phase the phase that the task is part of
 * @param deadline the deadline of the caller
 */
public record SingleFlightWaiter(Supplier<String> line, Phase phase, Deadline deadline) {

    private static final String TIMED_OUT = "the time was up while Nix was at work";
    private static final String TIMED_OUT_HINT = "allow more time; what has been downloaded or built so far is kept";

    /**
     * Joins a task that serves the key, or starts one, and waits for its end.
     *
     * <p>A task that includes more than the key may fail because of the rest. In that case a task for this key alone is tried.
     *
     * @return the participation, which has to be closed; null if the result is available elsewhere
     * @throws NixException if the task failed, or this caller has stopped waiting
     * @see SingleFlight#join
     */
    public <K, T> SingleFlight<K, T>.@Nullable Participation join(
            SingleFlight<K, T> tasks,
            K key,
            BiPredicate<? super K, ? super K> serves,
            BooleanSupplier isAvailable,
            Supplier<? extends T> work) {
        if (deadline.hasPassed()) {
            throw new TimedOutException(failure(TIMED_OUT, TIMED_OUT_HINT, null), null);
        }
        SingleFlight<K, T>.Participation participation = tasks.join(key, serves, isAvailable, work);
        if (participation == null) {
            return null;
        }
        try {
            await(tasks, participation);
            return participation;
        } catch (TimedOutException | CancelledException e) {
            throw e;
        } catch (NixException e) {
            if (serves.test(key, participation.key())) {
                throw e;
            }
        }
        BiPredicate<K, K> isSame = (one, other) -> serves.test(one, other) && serves.test(other, one);
        SingleFlight<K, T>.Participation own = Objects.requireNonNull(tasks.join(key, isSame, () -> false, work));
        await(tasks, own);
        return own;
    }

    private <K, T> void await(SingleFlight<K, T> tasks, SingleFlight<K, T>.Participation participation) {
        Duration left = deadline.remaining();
        try {
            participation.await(left == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(left));
        } catch (TimeoutException e) {
            throw new TimedOutException(failure(TIMED_OUT, TIMED_OUT_HINT, participation.leaveAndWait()), null);
        } catch (InterruptedException e) {
            Failure failure =
                    failure("the thread that waited for Nix was interrupted", "", participation.leaveAndWait());
            Thread.currentThread().interrupt();
            throw new CancelledException(failure, null);
        } catch (ExecutionException e) {
            participation.close();
            throw toException(e.getCause(), tasks.isClosed());
        }
    }

    private RuntimeException toException(@Nullable Throwable failure, boolean closed) {
        if (closed && failure instanceof CancelledException) {
            return new CancelledException(failure("the client or session has been closed", "", failure), null);
        }
        if (failure instanceof NixException nixFailure) {
            return nixFailure.forAnotherCaller();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
    }

    /** Returns the failure of this caller, with the command line and the log of the process of Nix that was stopped. */
    private Failure failure(String what, String hint, @Nullable Throwable stopped) {
        if (stopped instanceof NixException nix && !nix.command().isEmpty()) {
            return Failure.of(what, nix.command(), nix.phase().orElse(phase), nix.log(), hint);
        }
        return Failure.of(what, line.get(), phase, List.of(), hint);
    }
}
