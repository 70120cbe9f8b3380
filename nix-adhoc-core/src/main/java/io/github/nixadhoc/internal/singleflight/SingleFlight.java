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
 * Tasks that run once for all callers that need the same at the same time, each on a daemon thread of its own.
 *
 * <p>A task has no deadline: it is interrupted when its last participant leaves. Its result remains available, also to callers
 * that join later, until the last participant has left. Thread-safe.
 *
 * @param <K> the key that describes the result
 * @param <T> the result
 */
public final class SingleFlight<K, T> {

    /** The time to wait for a stopped task, longer than Nix takes to end after SIGTERM and SIGKILL. */
    private static final long STOP_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(6);

    private final Consumer<? super T> release;
    private final List<Task> tasks = new ArrayList<>();
    private boolean closed;

    /**
     * Creates an object without tasks.
     *
     * @param release called with each result that no participant needs any more
     */
    public SingleFlight(Consumer<? super T> release) {
        this.release = release;
    }

    /**
     * Joins a task that serves the key, or starts one.
     *
     * @param key the key of the caller
     * @param serves returns whether a task for the first key serves a caller with the second key
     * @param isAvailable called if there is no such task, before one is started; returns whether the result has become
     *     available elsewhere, because a task that has just ended may have cached it
     * @param work computes the result
     * @return the participation, which has to be closed; null if the result is available elsewhere
     */
    public @Nullable Participation join(
            K key, BiPredicate<? super K, ? super K> serves, BooleanSupplier isAvailable, Supplier<? extends T> work) {
        synchronized (tasks) {
            for (Task task : tasks) {
                if (serves.test(task.key, key)) {
                    task.participants++;
                    return new Participation(task);
                }
            }
            if (isAvailable.getAsBoolean()) {
                return null;
            }
            Task task = new Task(key, work);
            task.start(closed);
            tasks.add(task);
            return new Participation(task);
        }
    }

    /** Interrupts all tasks, and those that are started later. */
    public void close() {
        synchronized (tasks) {
            closed = true;
            for (Task task : tasks) {
                task.worker.interrupt();
            }
        }
    }

    /** Returns whether the tasks have been interrupted by {@link #close()}. */
    public boolean isClosed() {
        synchronized (tasks) {
            return closed;
        }
    }

    /** The participation of one caller in a task. */
    public final class Participation implements Closeable {

        private final Task task;
        private final AtomicBoolean left = new AtomicBoolean();

        private Participation(Task task) {
            this.task = task;
        }

        /** Returns the key of the task, which may include more than the caller needs. */
        public K key() {
            return task.key;
        }

        /**
         * Waits for the end of the task.
         *
         * @param nanos the longest time to wait
         * @throws ExecutionException if the task failed
         * @throws TimeoutException if the time has passed
         */
        public void await(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
            T unused = task.result.get(nanos, TimeUnit.NANOSECONDS);
        }

        /** Returns the result, after {@link #await} has returned. */
        public T result() {
            return task.result.join();
        }

        /** Prevents further callers from joining the task. */
        public void hide() {
            synchronized (tasks) {
                tasks.remove(task);
            }
        }

        /** Leaves the task. The last participant to leave stops it, or releases its result. */
        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                boolean unused = task.leave();
            }
        }

        /**
         * Leaves the task. If that stops it, waits for its end, so that nothing of it is left behind.
         *
         * @return the failure of the task; null if it continues, or has not failed
         */
        @Nullable
        Throwable leaveAndWait() {
            if (!left.compareAndSet(false, true) || !task.leave()) {
                return null;
            }
            try {
                task.worker.join(STOP_TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                // the task ends by itself
                Thread.currentThread().interrupt();
            }
            return task.failure;
        }
    }

    /** A task with its participants. */
    private final class Task {

        private final K key;
        private final Thread worker;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private int participants = 1;
        private boolean finished;
        private @Nullable T value;
        private volatile @Nullable Throwable failure;

        Task(K key, Supplier<? extends T> work) {
            this.key = key;
            LogWatch watch = LogWatch.current();
            this.worker = new Thread(() -> run(watch, work), "nix-adhoc-shared");
            worker.setDaemon(true);
        }

        void start(boolean interrupted) {
            worker.start();
            if (interrupted) {
                worker.interrupt();
            }
        }

        private void run(@Nullable LogWatch watch, Supplier<? extends T> work) {
            // the log goes to the watch of the caller that started the task
            LogWatch unused = LogWatch.replace(watch);
            try {
                T done = work.get();
                boolean abandoned;
                synchronized (tasks) {
                    finished = true;
                    value = done;
                    abandoned = participants == 0;
                }
                if (abandoned) {
                    release.accept(done);
                }
                result.complete(done);
            } catch (Throwable e) {
                synchronized (tasks) {
                    finished = true;
                    // a caller that comes later tries again
                    tasks.remove(this);
                }
                failure = e;
                result.completeExceptionally(e);
            }
        }

        /** Removes a participant, and returns whether that has stopped the task. */
        boolean leave() {
            T unneeded;
            synchronized (tasks) {
                participants--;
                if (participants > 0) {
                    return false;
                }
                tasks.remove(this);
                if (!finished) {
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
