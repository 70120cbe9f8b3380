package io.github.nixadhoc;

import java.util.concurrent.CompletableFuture;

/**
 * A command as an immutable value, which does nothing until a verb is called.
 *
 * <p>A command runs where it was made: on the client or session whose verb returned it. That place is no part of its
 * equality, which is by content, nor of {@code toString()}. {@link NixClient#bind} has it run elsewhere. Thread-safe.
 *
 * <p>The library implements this interface, and later versions will have more implementations: do not rely on the list of
 * them.
 *
 * @param <R> what comes back
 * @since 0.1
 */
public interface NixCommand<R> {

    /**
     * Runs the command where it was made and waits for its end.
     *
     * <p>Blocks. When the waiting thread is interrupted, all that was started is stopped, the interrupt flag is set
     * again, and {@link io.github.nixadhoc.error.CancelledException} is thrown. What another caller waits for as well, such
     * as the build of the same package, goes on for him.
     *
     * @return what came of it
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalStateException if the client has been closed
     */
    R execute();

    /**
     * Runs the command where it was made, on a daemon thread of its own.
     *
     * <p>Returns at once. Cancelling the future, or completing it in another way ({@code orTimeout}), stops all that was
     * started; cancelling a future that depends on it does not.
     *
     * @return the future of what {@link #execute()} returns or throws
     */
    CompletableFuture<R> executeAsync();

    /**
     * Returns the line of a POSIX shell that does the same with the {@code nix} command, as far as a line can.
     *
     * <p>Values given as secrets are masked with {@code ***}, and so are passwords and tokens in the URLs of flakes: whoever
     * pastes such a line has to put them in again. {@code toString()} and the messages of exceptions mask the same.
     *
     * @return the line
     */
    String toShellCommand();
}
