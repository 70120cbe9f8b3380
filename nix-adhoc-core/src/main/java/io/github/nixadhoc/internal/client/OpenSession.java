package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.session.Reclaimer.Reclaimed;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.SessionReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open session: its engine, its accounting, and its part of the store.
 *
 * <p>Thread-safe.
 */
public final class OpenSession {

    /** The time within which a stopped Nix ends. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Reclaimed NOTHING_RECLAIMED = new Reclaimed(Map.of(), ByteSize.ZERO, List.of(), ByteSize.ZERO);

    private final Engine engine;
    private final SessionAccounting accounting;
    private final ConsumerThreads consumers;
    private final @Nullable SessionStore store;
    private final Consumer<OpenSession> onClosed;
    private @Nullable SessionReceipt finalReceipt;

    OpenSession(
            Engine engine,
            SessionAccounting accounting,
            ConsumerThreads consumers,
            @Nullable SessionStore store,
            Consumer<OpenSession> onClosed) {
        this.engine = engine;
        this.accounting = accounting;
        this.consumers = consumers;
        this.store = store;
        this.onClosed = onClosed;
    }

    public Engine engine() {
        return engine;
    }

    /** Records a pin that outlives the session. */
    public void kept(String pin) {
        accounting.kept(pin);
    }

    /** Returns the number of programs that were started. */
    public int runs() {
        return accounting.runs().size();
    }

    /** Returns the receipt of the session until now; once it is closed, the final receipt. */
    public synchronized SessionReceipt receipt() {
        if (finalReceipt != null) {
            return finalReceipt;
        }
        return receipt(
                store == null
                        ? NOTHING_RECLAIMED
                        : store.reclaimer()
                                .survey(store.journal(), Deadline.after(SessionManager.MAINTENANCE_TIMEOUT)));
    }

    /**
     * Stops the processes of the session, and deletes the paths that it added and that nothing else needs.
     *
     * @throws IllegalStateException if a consumer of its own program's output calls it
     */
    public void close() {
        if (consumers.containsCurrentThread()) {
            throw new IllegalStateException(
                    "a consumer of a program's output (onStdout, onStderr) cannot close the session of"
                            + " that program, which ends only after it: close the session on another thread");
        }
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (finalReceipt != null) {
            return;
        }
        engine.operations().close();
        engine.runner().close();
        accounting.endDetached();
        accounting.release();
        try {
            finalReceipt = receipt(store == null ? NOTHING_RECLAIMED : reclaimed(store));
        } finally {
            if (finalReceipt == null) {
                finalReceipt = receipt(NOTHING_RECLAIMED);
            }
            if (store != null) {
                store.journal().close();
            }
            onClosed.accept(this);
        }
    }

    private static Reclaimed reclaimed(SessionStore store) {
        store.recorder().awaitQuiet(Deadline.after(STOP_TIMEOUT));
        return store.reclaimer().reclaim(store.journal(), Deadline.after(SessionManager.MAINTENANCE_TIMEOUT));
    }

    private SessionReceipt receipt(Reclaimed store) {
        long added = store.added().values().stream().mapToLong(Long::longValue).sum();
        return SessionReceipt.builder()
                .added(new ArrayList<>(new TreeSet<>(store.added().keySet())))
                .addedSize(ByteSize.of(added))
                .addedOnDisk(store.size())
                .built(built())
                .downloaded(downloaded())
                .runs(accounting.runs())
                .kept(accounting.kept())
                .deleted(new ArrayList<>(new TreeSet<>(store.deleted())))
                .freed(store.freed())
                .build();
    }

    private List<StorePath> built() {
        return store == null ? List.of() : store.journal().built();
    }

    private List<StorePath> downloaded() {
        return store == null ? List.of() : store.journal().downloaded();
    }
}
