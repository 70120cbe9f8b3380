package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.run.InterruptibleFuture;
import io.github.nixadhoc.internal.run.RunObserver;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.search.IndexFacts;
import io.github.nixadhoc.result.SearchIndex;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one client's Nix within their deadlines, and sends their events to listeners. */
public final class OperationRunner {

    private final @Nullable NixRuntime nix;
    private final Watches watches;
    private final RunObserver observer;
    private volatile boolean closed;

    /** Creates the runner of a client. Without Nix it performs only the tasks that need none. */
    OperationRunner(@Nullable NixRuntime nix, Watches watches) {
        this(nix, watches, RunObserver.NONE);
    }

    /** Creates the runner of a session, which limits the time of tasks. */
    OperationRunner(@Nullable NixRuntime nix, Watches watches, RunObserver observer) {
        this.nix = nix;
        this.watches = watches;
        this.observer = observer;
    }

    /**
     * Performs a task.
     *
     * @param timeout the time limit; null for none
     * @param line the line of the command, for listeners
     */
    public <R> R perform(NixTask<R> task, @Nullable Duration timeout, Supplier<String> line) {
        requireOpen();
        if (!watches.isOn()) {
            return performUnwatched(task, timeout);
        }
        CommandWatch watch = watches.beginOperation(line.get());
        LogWatch before = watch.bind();
        boolean done = false;
        try {
            R result = performUnwatched(task, timeout);
            done = true;
            return result;
        } finally {
            watch.release(before);
            watch.end(!done);
        }
    }

    private <R> R performUnwatched(NixTask<R> task, @Nullable Duration timeout) {
        Deadline deadline = observer.limit(Deadline.after(timeout));
        try {
            return nix == null ? task.performWithoutNix(deadline) : task.perform(nix, deadline);
        } catch (StoreRaceException e) {
            throw disturbed(e);
        }
    }

    /** An operation is not repeated, since a part of its work may be done. */
    private static StoreUnavailableException disturbed(StoreRaceException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                "Nix could not go on with the store: " + e.shortMessage(),
                e.command(),
                e.phase().orElse(null),
                e.log(),
                "try again, since another process may have changed the store meanwhile; if it fails again, look for damage:"
                        + " Nix.verifyStore().execute()"));
        failure.initCause(e);
        return failure;
    }

    /** Performs a task on a daemon thread; completing the future stops it. */
    public <R> CompletableFuture<R> performAsync(NixTask<R> task, @Nullable Duration timeout, Supplier<String> line) {
        requireOpen();
        return InterruptibleFuture.start(() -> perform(task, timeout, line));
    }

    public Optional<SearchIndex> searchIndex(FlakeLocation flake) {
        requireOpen();
        IndexFacts facts = nix == null ? null : nix.searchIndexes().facts(flake);
        return facts == null
                ? Optional.empty()
                : Optional.of(SearchIndex.of(facts.url(), facts.asOf(), facts.packages(), facts.skipped()));
    }

    /** Refuses later tasks. */
    void close() {
        closed = true;
        if (nix != null) {
            nix.close();
        }
    }

    /** Stops background work. Called last, after all processes have ended. */
    void finish() {
        if (nix != null) {
            nix.packageUse().close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the " + observer.owner() + " has been closed");
        }
    }
}
