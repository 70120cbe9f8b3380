package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.search.IndexFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has the Nix of one client carry out operations. */
final class Operations {

    private final @Nullable NixInUse nix;
    private volatile boolean closed;

    /** Makes the operations of a client; one without Nix can carry out those only that do without. */
    Operations(@Nullable NixInUse nix) {
        this.nix = nix;
    }

    <R> R perform(NixOperation<R, ?> operation) {
        requireOpen();
        Deadline deadline = Deadline.after(operation.timeLimit());
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
                : Optional.of(new SearchIndex(facts.url(), facts.asOf(), facts.packages()));
    }

    /** Refuses more. */
    void close() {
        closed = true;
        if (nix != null) {
            nix.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client has been closed");
        }
    }
}
