package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.internal.nix.Deadline;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the Nix of one client. */
final class Questions {

    private final @Nullable NixInUse nix;
    private volatile boolean closed;

    /** Makes the questions of a client; one without Nix can ask nothing. */
    Questions(@Nullable NixInUse nix) {
        this.nix = nix;
    }

    <R> R ask(AskCommand<R, ?> command) {
        requireOpen();
        if (nix == null) {
            throw new NixNotInstalledException(Failure.of(
                    "this client was built with withoutNix(), so there is no Nix to ask", "ask a client that has one"));
        }
        return command.answer(nix, Deadline.after(command.timeLimit()));
    }

    <R> CompletableFuture<R> askAsync(AskCommand<R, ?> command) {
        requireOpen();
        return AsyncCommand.start(() -> ask(command));
    }

    /** Refuses more. */
    void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client has been closed");
        }
    }
}
