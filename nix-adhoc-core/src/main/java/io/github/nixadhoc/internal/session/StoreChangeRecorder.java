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
 * An observer that records the calls of Nix in a session's journal: each call before it starts, and afterwards the
 * evidence of the paths that it added. The evidence is the new files in the store, the builds and downloads that Nix
 * reported, and the paths in its answer.
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
     * Creates a recorder.
     *
     * @param journal the journal of the session
     * @param nix the same Nix, whose calls have no observer
     * @param listing the listing of the store
     * @param guard the check before each realisation, which throws if that must not start
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
        RecordedCall recorded = new RecordedCall(nextNumber(), before);
        try {
            recorded.writeStart(call);
            AddingCalls.metadata(call).ifPresent(metadata -> recorded.recordSources(metadata, deadline));
            return recorded;
        } catch (IOException e) {
            recorded.ended("");
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "the journal of the session could not be written: " + e, "check that there is room on the disk"));
            failure.initCause(e);
            throw failure;
        } catch (RuntimeException e) {
            recorded.ended("");
            throw e;
        }
    }

    private synchronized int nextNumber() {
        active++;
        return ++calls;
    }

    /** Waits until no call is running, or the deadline has passed. */
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

    /** A call that is being recorded. */
    private final class RecordedCall implements Observed {

        private final int number;
        private final Set<String> before;

        RecordedCall(int number, Set<String> before) {
            this.number = number;
            this.before = before;
        }

        void writeStart(NixCall call) throws IOException {
            journal.writeSnapshot(number, before);
            List<String> values = new ArrayList<>(List.of(
                    Integer.toString(number),
                    call.directory() == null ? "" : call.directory().toString(),
                    call.tool()));
            values.addAll(call.arguments());
            journal.append(List.of(new JournalEntry(Kind.CALL, values)), true);
        }

        /** Records the sources of a flake and its inputs, which the answer of an evaluation does not name. */
        void recordSources(NixCall metadata, Deadline deadline) {
            try {
                String answer = nix.run(metadata, deadline).stdout();
                journal.append(entries(Kind.KNOWN, listing.get().scanner().scan(answer)), false);
            } catch (NixException e) {
                // The evaluation will fail too, with a better message.
                log().debug("the sources are not known, because {} failed", metadata, e);
            }
        }

        @Override
        public void accept(NixLogEvent event) {
            if (event instanceof NixLogEvent.Start start) {
                switch (start.type()) {
                    case NixLogEvent.BUILD ->
                        recordPath(Kind.BUILT, start.fields().text(0));
                    case NixLogEvent.COPY_PATH, NixLogEvent.SUBSTITUTE ->
                        recordPath(Kind.FETCHED, start.fields().text(0));
                    default -> {
                        // Other activities add nothing.
                    }
                }
            }
        }

        private void recordPath(Kind kind, String path) {
            if (StorePath.isStorePath(path)) {
                write(List.of(JournalEntry.of(kind, path)));
            }
        }

        @Override
        public void ended(String answer) {
            try {
                StoreListing store = listing.get();
                List<JournalEntry> entries =
                        new ArrayList<>(entries(Kind.KNOWN, store.scanner().scan(answer)));
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

        /** Logs a failure only, because the entries stay in memory. */
        private void write(List<JournalEntry> entries) {
            try {
                journal.append(entries, false);
            } catch (StoreUnavailableException e) {
                log().warn("the journal of a session could not be written", e);
            }
        }
    }

    /** Not a constant, because the look-up of the logging provider delays the start of a new JVM. */
    private static Logger log() {
        return LoggerFactory.getLogger(StoreChangeRecorder.class);
    }
}
