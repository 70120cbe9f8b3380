package io.github.nixadhoc;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.session.Reclaimer.Reclaimed;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
public final class NixSession extends NixVerbs {

    /** Nix ends within this time when it is told to. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Reclaimed NOTHING = new Reclaimed(Map.of(), ByteSize.ZERO, List.of(), ByteSize.ZERO);

    private final NixClient client;
    private final SessionBooks books;
    private final OwnConsumers consumers;
    private final @Nullable SessionStore store;
    private final Consumer<NixSession> whenClosed;
    private @Nullable SessionReceipt last;

    NixSession(
            NixClient client,
            SessionBooks books,
            OwnConsumers consumers,
            @Nullable SessionStore store,
            Consumer<NixSession> whenClosed) {
        this.client = client;
        this.books = books;
        this.consumers = consumers;
        this.store = store;
        this.whenClosed = whenClosed;
    }

    @Override
    NixClient client() {
        return client;
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
        books.kept(pin.name());
        return pin;
    }

    /**
     * Returns what the session has added until now, and what it has run. Once it is closed, the final receipt, without
     * asking Nix.
     *
     * @return the receipt
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    public synchronized SessionReceipt receipt() {
        if (last != null) {
            return last;
        }
        return receipt(
                store == null ? NOTHING : store.reclaimer().survey(store.journal(), Deadline.after(Sessions.PATIENCE)));
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
        if (consumers.haveThisThread()) {
            throw new IllegalStateException(
                    "a consumer of a program's output (onStdout, onStderr) cannot close the session of"
                            + " that program, which ends only after it: have it tell the thread that runs the program, or another");
        }
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (last != null) {
            return;
        }
        client.operations().close();
        client.programs().close();
        books.endDetached();
        books.release();
        try {
            last = receipt(store == null ? NOTHING : reclaimed(store));
        } finally {
            if (last == null) {
                last = receipt(NOTHING);
            }
            if (store != null) {
                store.journal().close();
            }
            whenClosed.accept(this);
        }
    }

    private static Reclaimed reclaimed(SessionStore store) {
        store.ledger().awaitQuiet(Deadline.after(QUIET));
        return store.reclaimer().reclaim(store.journal(), Deadline.after(Sessions.PATIENCE));
    }

    private SessionReceipt receipt(Reclaimed store) {
        long added = store.added().values().stream().mapToLong(Long::longValue).sum();
        return new SessionReceipt(
                new ArrayList<>(new TreeSet<>(store.added().keySet())),
                ByteSize.of(added),
                store.size(),
                built(),
                downloaded(),
                books.runs(),
                books.kept(),
                new ArrayList<>(new TreeSet<>(store.deleted())),
                store.freed());
    }

    private List<StorePath> built() {
        return store == null ? List.of() : store.journal().built();
    }

    private List<StorePath> downloaded() {
        return store == null ? List.of() : store.journal().downloaded();
    }

    /** Returns whether it is open, and the numbers of its runs. */
    @Override
    public String toString() {
        return "session, " + books.runs().size() + " runs";
    }
}
