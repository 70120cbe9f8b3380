package io.github.nixadhoc;

import java.util.concurrent.CompletableFuture;

/**
 * A command: an immutable value that starts nothing until a verb such as {@link #execute()} is called.
 *
 * <pre>{@code
 * RunCommand greet = Nix.run("cowsay").args("hi");
 * RunResult result = greet.execute();
 * }</pre>
 *
 * <p>A command runs on the client or session that created it. Equality and {@code toString()} are by content, so
 * commands of different clients can be equal. {@link NixClient#bind} returns the same command for another client.
 * Thread-safe.
 *
 * <p>The library implements this interface, and later versions will have more implementations: do not rely on the list
 * of them.
 *
 * @param <R> the type of the result
 * @since 0.1
 */
public interface NixCommand<R> {

    /**
     * Runs the command and waits for its end.
     *
     * <p>Blocks. When the waiting thread is interrupted, the processes of the command are stopped, the interrupt flag
     * is set again, and {@link io.github.nixadhoc.error.CancelledException} is thrown. Work that another caller needs
     * as well, such as the build of the same package, goes on.
     *
     * @return the result
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the subclass says what can be done
     * @throws IllegalStateException if the client or session has been closed
     */
    R execute();

    /**
     * Runs the command on a daemon thread of its own, and returns at once.
     *
     * <p>Cancelling the future, or completing it in another way ({@code orTimeout}), stops the processes of the
     * command; cancelling a future that depends on it does not.
     *
     * @return the future of the result, or of the exception that {@link #execute()} would throw
     * @throws IllegalStateException if the client or session has been closed
     */
    CompletableFuture<R> executeAsync();

    /**
     * Returns the line of a POSIX shell that does the same with the {@code nix} command, as far as a line can.
     *
     * <p>Values given as secrets are masked with {@code ***}, and so are passwords and tokens in the URLs of flakes:
     * they have to be put in again before the line is run. {@code toString()} and the messages of exceptions mask the
     * same.
     *
     * @return the line
     */
    String toShellCommand();
}
