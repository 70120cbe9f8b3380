package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.client.OpenSession;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.SessionReceipt;

/**
 * A session of a client, which deletes its additions to the store when it is closed.
 *
 * <pre>{@code
 * try (NixSession session = Nix.openSession()) {
 *     session.run("cowsay").args("hi").execute();
 *     session.receipt();                              // paths and bytes it added
 * }
 * }</pre>
 *
 * <p>A session has the verbs of the client that opened it. The packages that it runs stay in the store until it is
 * closed, even if garbage is collected meanwhile. Closing it deletes the paths that it added and that nothing else
 * needs: outputs, and the derivations, sources and tools that were necessary for them. A path stays if it was there
 * before, if another process added it first, or if a root, a running program, another session or a path of others needs
 * it by then; a path that another session needs is deleted by that session. A path that another process, of Nix or of
 * this library without a session, downloads at the same moment, or uses without a root, cannot be told from the
 * session's own.
 *
 * <p>Its additions are written to a journal in {@code nix-adhoc/sessions} below {@code XDG_STATE_HOME}, else {@code
 * ~/.local/state}. If the JVM of a session is killed, the next session of the same user and store deletes its
 * additions, or {@link NixClient#recoverSessions()}.
 *
 * <p>Opening a session takes one call of Nix, for its version. An evaluation, a download or a build takes one call of
 * Nix more than without a session, and a listing of the store's folder; a warm run takes neither. Thread-safe.
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
     * Pins a package, so that it outlives the session; {@link NixClient#unpin} removes the pin. Blocks: a package that
     * is not in the store is downloaded or built.
     *
     * @param installable the package
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
     * Returns the additions of the session until now, and its runs. Blocks while Nix is asked. Once the session is
     * closed, this is the final receipt, and Nix is not called.
     *
     * @return the receipt
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    public SessionReceipt receipt() {
        return session.receipt();
    }

    /**
     * Stops the programs of the session, and deletes the paths that it added and that nothing else needs. Afterwards
     * {@link #receipt()} tells what was deleted. Blocks. Has no effect the second time.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix fails; the next session deletes the rest when it is opened
     * @throws IllegalStateException if it is called by a consumer of a program's output in this session: that program
     *     ends only after its consumer returns
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
