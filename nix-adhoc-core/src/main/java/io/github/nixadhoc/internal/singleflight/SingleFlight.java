package io.github.nixadhoc.internal.singleflight;

import io.github.nixadhoc.internal.nix.LogWatch;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once for all who want the same at the same time, each piece of it on a daemon thread of its own.
 *
 * <p>The work has no deadline: it is interrupted when the last of those who wait for it leaves. What has come of it stays to
 * be had, by latecomers too, until the last has left. Thread-safe.
 *
 * @param <K> what is wanted
 * @param <T> what comes of it
 */
public final class SingleFlight<K, T> {

    /** Longer than Nix takes to end after it has been told to, the time to kill it included. */
    private static final long STOPPED_BY_MILLIS = TimeUnit.SECONDS.toMillis(6);

    private final Consumer<? super T> release;
    private final List<Flight> flights = new ArrayList<>();
    private boolean closed;

    /**
     * Makes flights.
     *
     * @param release is given what has come of the work when nobody needs it any more
     */
    public SingleFlight(Consumer<? super T> release) {
        this.release = release;
    }

    /**
     * Takes part in work that is under way and serves, else begins it.
     *
     * @param wanted what is wanted
     * @param serves whether work for what another wants, the first argument, serves who wants the second
     * @param isSuperfluous is asked when nobody is at it, before work begins: what was at work until a moment ago may have
     *     left what is wanted where it is looked for first
     * @param work the work
     * @return the part in it, to be closed; null if it is superfluous
     */
    public @Nullable Seat join(
            K wanted,
            BiPredicate<? super K, ? super K> serves,
            BooleanSupplier isSuperfluous,
            Supplier<? extends T> work) {
        synchronized (flights) {
            for (Flight flight : flights) {
                if (serves.test(flight.wanted, wanted)) {
                    flight.seats++;
                    return new Seat(flight);
                }
            }
            if (isSuperfluous.getAsBoolean()) {
                return null;
            }
            Flight flight = new Flight(wanted, work);
            flight.start(closed);
            flights.add(flight);
            return new Seat(flight);
        }
    }

    /** Ends all work. */
    public void close() {
        synchronized (flights) {
            closed = true;
            for (Flight flight : flights) {
                flight.worker.interrupt();
            }
        }
    }

    public boolean isClosed() {
        synchronized (flights) {
            return closed;
        }
    }

    /** The part that one caller has in some work. */
    public final class Seat implements Closeable {

        private final Flight flight;
        private final AtomicBoolean left = new AtomicBoolean();

        private Seat(Flight flight) {
            this.flight = flight;
        }

        /** Returns what the work is for, which may be more than what this caller wants. */
        public K wanted() {
            return flight.wanted;
        }

        /**
         * Waits for the end of the work.
         *
         * @param nanos how long at most
         * @throws ExecutionException if the work failed
         */
        public void await(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
            T unused = flight.result.get(nanos, TimeUnit.NANOSECONDS);
        }

        /** Returns what has come of the work, which has been waited for. */
        public T landed() {
            return flight.result.join();
        }

        /** Lets nobody else take part any more. */
        public void hide() {
            synchronized (flights) {
                flights.remove(flight);
            }
        }

        /** Leaves; who is the last stops the work, or gives up what has come of it. */
        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                boolean unused = flight.leave();
            }
        }

        /**
         * Leaves, and waits for the end of the work if that is stopped now, so that nothing of it is left behind.
         *
         * @return what the work ended with; null if it goes on, or has not failed
         */
        @Nullable
        Throwable leaveAndWait() {
            if (!left.compareAndSet(false, true) || !flight.leave()) {
                return null;
            }
            try {
                flight.worker.join(STOPPED_BY_MILLIS);
            } catch (InterruptedException e) {
                // The caller is in a hurry; the work ends by itself.
                Thread.currentThread().interrupt();
            }
            return flight.failure;
        }
    }

    /** One piece of work. */
    private final class Flight {

        private final K wanted;
        private final Thread worker;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private int seats = 1;
        private boolean landed;
        private @Nullable T value;
        private volatile @Nullable Throwable failure;

        Flight(K wanted, Supplier<? extends T> work) {
            this.wanted = wanted;
            LogWatch watch = LogWatch.current();
            this.worker = new Thread(() -> run(watch, work), "nix-adhoc-shared");
            worker.setDaemon(true);
        }

        void start(boolean inVain) {
            worker.start();
            if (inVain) {
                worker.interrupt();
            }
        }

        private void run(@Nullable LogWatch watch, Supplier<? extends T> work) {
            // Who began the work hears what Nix says meanwhile.
            LogWatch unused = LogWatch.replace(watch);
            try {
                T done = work.get();
                boolean unwanted;
                synchronized (flights) {
                    landed = true;
                    value = done;
                    unwanted = seats == 0;
                }
                if (unwanted) {
                    release.accept(done);
                }
                result.complete(done);
            } catch (Throwable e) {
                synchronized (flights) {
                    landed = true;
                    // Nobody joins what has failed; who comes now may be luckier.
                    flights.remove(this);
                }
                failure = e;
                result.completeExceptionally(e);
            }
        }

        /** Returns whether this has stopped the work. */
        boolean leave() {
            T unneeded;
            synchronized (flights) {
                seats--;
                if (seats > 0) {
                    return false;
                }
                flights.remove(this);
                if (!landed) {
                    worker.interrupt();
                    return true;
                }
                unneeded = value;
            }
            if (unneeded != null) {
                release.accept(unneeded);
            }
            return false;
        }
    }
}
