package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what the calls of Nix of a session may add to the store before they add it, and what points to that it was
 * they who did: what was new in the store afterwards, what Nix said it builds and downloads, what it told of in its answer.
 *
 * <p>Thread-safe.
 */
public final class StoreChangeRecorder implements CallObserver {

    private static final long PAUSE_MILLIS = 5;

    private final Journal journal;
    private final NixCli nix;
    private final Supplier<StoreListing> listing;
    private final BiConsumer<NixCall, Deadline> guard;
    private int calls;
    private int active;

    /**
     * Creates a ledger.
     *
     * @param journal where it is written
     * @param nix the same Nix, with nobody told of its calls
     * @param listing what is in the store
     * @param guard throws what keeps a realisation from being begun
     */
    public StoreChangeRecorder(
            Journal journal, NixCli nix, Supplier<StoreListing> listing, BiConsumer<NixCall, Deadline> guard) {
        this.journal = journal;
        this.nix = nix;
        this.listing = listing;
        this.guard = guard;
    }

    @Override
    public @Nullable Observed begin(NixCall call, Deadline deadline) {
        if (!AddingCalls.isAny(call)) {
            return null;
        }
        if (AddingCalls.isRealisation(call)) {
            guard.accept(call, deadline);
        }
        Set<String> before = listing.get().names();
        Window window = new Window(nextNumber(), before);
        try {
            window.open(call);
            AddingCalls.metadata(call).ifPresent(metadata -> window.tellOf(metadata, deadline));
            return window;
        } catch (IOException e) {
            window.ended("");
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "the journal of the session could not be written: " + e, "check that there is room on the disk"));
            failure.initCause(e);
            throw failure;
        } catch (RuntimeException e) {
            window.ended("");
            throw e;
        }
    }

    private synchronized int nextNumber() {
        active++;
        return ++calls;
    }

    /** Waits until no call is going on any more, or the time is up. */
    public void awaitQuiet(Deadline deadline) {
        try {
            while (!isQuiet() && !deadline.hasPassed()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isQuiet() {
        return active == 0;
    }

    private synchronized void done() {
        active--;
    }

    private static List<JournalEntry> entries(Kind kind, Set<StorePath> paths) {
        return paths.stream().map(path -> JournalEntry.of(kind, path.value())).toList();
    }

    /** One call. */
    private final class Window implements Observed {

        private final int number;
        private final Set<String> before;

        Window(int number, Set<String> before) {
            this.number = number;
            this.before = before;
        }

        void open(NixCall call) throws IOException {
            journal.writeSnapshot(number, before);
            List<String> values = new ArrayList<>(List.of(
                    Integer.toString(number),
                    call.directory() == null ? "" : call.directory().toString(),
                    call.tool()));
            values.addAll(call.arguments());
            journal.append(List.of(new JournalEntry(Kind.CALL, values)), true);
        }

        /** The answer to an evaluation does not say where the sources of the flake and of its inputs are. */
        void tellOf(NixCall metadata, Deadline deadline) {
            try {
                String told = nix.run(metadata, deadline).stdout();
                journal.append(entries(Kind.KNOWN, listing.get().mentions().in(told)), false);
            } catch (NixException e) {
                // The evaluation will fail too, and say it better.
                log().debug("not told by {}", metadata, e);
            }
        }

        @Override
        public void accept(NixLogEvent event) {
            if (event instanceof NixLogEvent.Start start) {
                switch (start.type()) {
                    case NixLogEvent.BUILD -> note(Kind.BUILT, start.fields().text(0));
                    case NixLogEvent.COPY_PATH, NixLogEvent.SUBSTITUTE ->
                        note(Kind.FETCHED, start.fields().text(0));
                    default -> {
                        // adds nothing
                    }
                }
            }
        }

        private void note(Kind kind, String path) {
            if (StorePath.isStorePath(path)) {
                write(List.of(JournalEntry.of(kind, path)));
            }
        }

        @Override
        public void ended(String answer) {
            try {
                StoreListing store = listing.get();
                List<JournalEntry> entries =
                        new ArrayList<>(entries(Kind.KNOWN, store.mentions().in(answer)));
                for (String name : store.names()) {
                    if (!before.contains(name)) {
                        entries.add(JournalEntry.of(Kind.NEW, store.path(name)));
                    }
                }
                entries.add(JournalEntry.of(Kind.ENDED, Integer.toString(number)));
                write(entries);
                journal.deleteSnapshot(number);
            } finally {
                done();
            }
        }

        /** What cannot be written is known to this process nevertheless. */
        private void write(List<JournalEntry> entries) {
            try {
                journal.append(entries, false);
            } catch (StoreUnavailableException e) {
                log().warn("the journal of a session could not be written", e);
            }
        }
    }

    /** Only where something is said: to look for who logs takes a new JVM a while. */
    private static Logger log() {
        return LoggerFactory.getLogger(StoreChangeRecorder.class);
    }
}
