package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.search.IndexFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has the Nix of one client carry out operations. */
final class Operations {

    private final @Nullable NixInUse nix;
    private volatile boolean closed;

    /** Makes the operations of a client; one without Nix can carry out none. */
    Operations(@Nullable NixInUse nix) {
        this.nix = nix;
    }

    <R> R perform(NixOperation<R, ?> operation) {
        requireOpen();
        if (nix == null) {
            throw new NixNotInstalledException(Failure.of(
                    "this client was built with withoutNix(), so there is no Nix to ask", "ask a client that has one"));
        }
        return operation.perform(nix, Deadline.after(operation.timeLimit()));
    }

    <R> CompletableFuture<R> performAsync(NixOperation<R, ?> operation) {
        requireOpen();
        return AsyncCommand.start(() -> perform(operation));
    }

    Optional<SearchIndex> searchIndex(String flake) {
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
            nix.searches().close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client has been closed");
        }
    }
}
