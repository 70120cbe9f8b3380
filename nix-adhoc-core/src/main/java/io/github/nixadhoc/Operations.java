package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.progress.CommandWatch;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.search.IndexFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has the Nix of one client carry out operations. */
final class Operations {

    private final @Nullable NixInUse nix;
    private final Watches watches;
    private final RunLedger ledger;
    private volatile boolean closed;

    /** Makes the operations of a client; one without Nix can carry out those only that do without. */
    Operations(@Nullable NixInUse nix, Watches watches) {
        this(nix, watches, RunLedger.NONE);
    }

    /** … with somebody who says until when something may go on. */
    Operations(@Nullable NixInUse nix, Watches watches, RunLedger ledger) {
        this.nix = nix;
        this.watches = watches;
        this.ledger = ledger;
    }

    <R> R perform(NixOperation<R, ?> operation) {
        requireOpen();
        if (!watches.isOn()) {
            return performUnwatched(operation);
        }
        CommandWatch watch = watches.beginOperation(operation.toShellCommand());
        LogWatch before = watch.bind();
        boolean done = false;
        try {
            R result = performUnwatched(operation);
            done = true;
            return result;
        } finally {
            watch.release(before);
            watch.end(!done);
        }
    }

    private <R> R performUnwatched(NixOperation<R, ?> operation) {
        Deadline deadline = ledger.limit(Deadline.after(operation.timeLimit()));
        return nix == null ? operation.performWithoutNix(deadline) : operation.perform(nix, deadline);
    }

    <R> CompletableFuture<R> performAsync(NixOperation<R, ?> operation) {
        requireOpen();
        return AsyncCommand.start(() -> perform(operation));
    }

    Optional<SearchIndex> searchIndex(FlakeLocation flake) {
        requireOpen();
        IndexFacts facts = nix == null ? null : nix.searches().facts(flake);
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
            nix.use().close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the " + ledger.owner() + " has been closed");
        }
    }
}
