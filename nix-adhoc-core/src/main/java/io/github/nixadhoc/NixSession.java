package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.client.OpenSession;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.SessionReceipt;

/**
 * A session: what it brings into the store leaves with it.
 *
 * <pre>{@code
 * try (NixSession session = Nix.openSession()) {
 *     session.run("cowsay").args("hi").execute();
 *     session.receipt();                              // paths and bytes it added
 * }
 * }</pre>
 *
 * <p>It has the verbs of the client that opened it. What it runs from stays in the store until it is closed, whatever
 * collects garbage meanwhile. When it is closed, exactly that is deleted which it has added and nobody else needs: outputs,
 * and the derivations, sources and tools that it took to have them. What was there before, what another process has put
 * there first, and what a root, a running program, another session or a path of somebody else's needs by then, stays. What
 * another session needs, that session deletes. A path that another process, of Nix or of this library without a session,
 * downloads at the very moment at which this one does, or uses without a root, cannot be told from one's own.  *
 * <p>What it does is written to a journal in {@code nix-adhoc/sessions} below {@code XDG_STATE_HOME}, else
 * {@code ~/.local/state}. A session whose JVM was killed is finished by the next one of the same user and store, or by
 * {@link NixClient#recoverSessions()}.
 *
 * <p>Opening it asks Nix once who it is. An evaluation, a download or a build takes one call of Nix more than without a
 * session, and a look at the folder of the store; what is remembered and in the store takes none. Thread-safe.
 *
 * @since 0.1
 */
public final class NixSession extends NixCommands {

    private final OpenSession session;

    NixSession(OpenSession session) {
        this.session = session;
    }

    @Override
    Engine engine() {
        return session.engine();
    }

    /**
     * Keeps a package beyond the end of the session, as a pin that {@link NixClient#unpin} removes. It is brought into the
     * store if it is not there.
     *
     * @param installable what to keep
     * @return the pin; its name is the text of the installable, with {@code -} for what cannot be in the name of a pin
     * @throws io.github.nixadhoc.error.NixException as {@link PinCommand#execute()}
     * @throws IllegalArgumentException if it is not an installable
     * @throws IllegalStateException if the session has been closed
     */
    public Pin keep(String installable) {
        String name = installable.replaceAll("[^A-Za-z0-9_+@-]+", "-").replaceAll("^[-+@]+", "");
        Pin pin = pin(installable)
                .as(name.substring(0, Math.min(100, name.length())))
                .execute();
        session.kept(pin.name());
        return pin;
    }

    /**
     * Returns what the session has added until now, and what it has run. Once it is closed, the final receipt, without
     * asking Nix.
     *
     * @return the receipt
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    public SessionReceipt receipt() {
        return session.receipt();
    }

    /**
     * Ends what the session has started and what still runs, and deletes what it has added and nobody else needs. Has no
     * effect the second time. {@link #receipt()} tells then what was deleted.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails at that; what is left is deleted when the next session is
     *     opened
     * @throws IllegalStateException if a consumer of its own program's output calls it: the program has not ended before the
     *     consumer has returned
     */
    @Override
    public void close() {
        session.close();
    }

    /** Returns the number of its runs. */
    @Override
    public String toString() {
        return "session, " + session.runs() + " runs";
    }
}
