package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.LogWatch;
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

/** Runs the tasks of one client's Nix, and keeps their deadlines and listeners. */
public final class OperationRunner {

    private final @Nullable NixRuntime nix;
    private final Watches watches;
    private final RunObserver observer;
    private volatile boolean closed;

    /** Makes the operations of a client; one without Nix can carry out those only that do without. */
    OperationRunner(@Nullable NixRuntime nix, Watches watches) {
        this(nix, watches, RunObserver.NONE);
    }

    /** Makes the operations of a session, which limits their time. */
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
        return nix == null ? task.performWithoutNix(deadline) : task.perform(nix, deadline);
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
                : Optional.of(SearchIndex.builder()
                        .flake(facts.url())
                        .asOf(facts.asOf())
                        .packages(facts.packages())
                        .build());
    }

    /** Refuses more. */
    void close() {
        closed = true;
        if (nix != null) {
            nix.close();
        }
    }

    /** Ends what goes on behind, once all else has ended. */
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
