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
 * One of those who wait for work that is shared: it leaves at its own deadline, and what it is told is its own.
 *
 * @param line the command line of the caller, for messages
 * @param phase what the work is part of
 * @param deadline when the caller waits no longer
 */
public record SingleFlightWaiter(Supplier<String> line, Phase phase, Deadline deadline) {

    private static final String LATE = "the time was up while Nix was at work";
    private static final String LATE_HINT = "allow more time; what has been downloaded or built so far is kept";

    /**
     * Takes part in work that serves, or begins it, and waits for its end.
     *
     * <p>Work that is done for more than what is wanted here may fail because of the rest. So where it does, the part that is
     * wanted is tried by itself.
     *
     * @return the part in what has come of it, to be closed; null if it is superfluous
     * @throws NixException what the work failed with, or that this caller has left
     * @see SingleFlight#join
     */
    public <K, T> SingleFlight<K, T>.@Nullable Seat join(
            SingleFlight<K, T> flights,
            K wanted,
            BiPredicate<? super K, ? super K> serves,
            BooleanSupplier isSuperfluous,
            Supplier<? extends T> work) {
        if (deadline.hasPassed()) {
            throw new TimedOutException(failure(LATE, LATE_HINT, null), null);
        }
        SingleFlight<K, T>.Seat seat = flights.join(wanted, serves, isSuperfluous, work);
        if (seat == null) {
            return null;
        }
        try {
            await(flights, seat);
            return seat;
        } catch (TimedOutException | CancelledException e) {
            throw e;
        } catch (NixException e) {
            if (serves.test(wanted, seat.wanted())) {
                throw e;
            }
        }
        BiPredicate<K, K> isSame = (one, other) -> serves.test(one, other) && serves.test(other, one);
        SingleFlight<K, T>.Seat own = Objects.requireNonNull(flights.join(wanted, isSame, () -> false, work));
        await(flights, own);
        return own;
    }

    private <K, T> void await(SingleFlight<K, T> flights, SingleFlight<K, T>.Seat seat) {
        Duration left = deadline.remaining();
        try {
            seat.await(left == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(left));
        } catch (TimeoutException e) {
            throw new TimedOutException(failure(LATE, LATE_HINT, seat.leaveAndWait()), null);
        } catch (InterruptedException e) {
            Failure failure = failure("the thread that waited for Nix was interrupted", "", seat.leaveAndWait());
            Thread.currentThread().interrupt();
            throw new CancelledException(failure, null);
        } catch (ExecutionException e) {
            seat.close();
            throw told(e.getCause(), flights.isClosed());
        }
    }

    private RuntimeException told(@Nullable Throwable failure, boolean closed) {
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

    /** What has been stopped tells which process of Nix it was, and what that had to say. */
    private Failure failure(String what, String hint, @Nullable Throwable stopped) {
        if (stopped instanceof NixException nix && !nix.command().isEmpty()) {
            return Failure.of(what, nix.command(), nix.phase().orElse(phase), nix.log(), hint);
        }
        return Failure.of(what, line.get(), phase, List.of(), hint);
    }
}
