package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.PathDeletion;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import io.github.nixadhoc.internal.session.SessionFolder.StoredSession;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the paths that ended sessions have added. These are the session that is being closed, sessions whose process
 * was killed, and leftovers of earlier sessions that another session still needed.
 *
 * <p>Only one process at a time reclaims paths. Immutable and thread-safe.
 */
public final class Reclaimer {

    private final SessionFolder folder;
    private final NixCli nix;
    private final StoreView view;

    /**
     * Creates a reclaimer.
     *
     * @param folder the folder of the journals
     * @param nix the Nix to use, whose calls have no observer
     * @param view the locations of its store's files
     */
    public Reclaimer(SessionFolder folder, NixCli nix, StoreView view) {
        this.folder = folder;
        this.nix = nix;
        this.view = view;
    }

    /**
     * The result of reclaiming paths.
     *
     * @param added the added paths and their NAR sizes
     * @param size the disk size of their files
     * @param deleted the paths that have been deleted
     * @param freed the disk size that the deletion has freed
     */
    public record Reclaimed(Map<StorePath, Long> added, ByteSize size, Collection<StorePath> deleted, ByteSize freed) {}

    /** Returns the paths that an open session has added so far. Deletes nothing. */
    public Reclaimed survey(Journal journal, Deadline deadline) {
        Set<StorePath> added = additions(deadline).of(journal.entries(), journal.folder(), deadline);
        return new Reclaimed(
                new StoreQueries(nix).sizes(added, deadline),
                deletion().size(added, deadline),
                Set.of(),
                ByteSize.ZERO);
    }

    /**
     * Ends a session, and deletes the paths that it and earlier sessions have added and that nothing needs.
     *
     * @param closing the journal of the session; null for sessions that have ended already
     * @param deadline when to give up
     * @return the result for the session; the result for all ended sessions if none is given
     */
    public Reclaimed reclaim(@Nullable Journal closing, Deadline deadline) {
        return folder.withLock(deadline, () -> {
            Set<StorePath> added = new TreeSet<>();
            Set<StorePath> reported = new TreeSet<>();
            Set<StorePath> needed = new HashSet<>();
            List<StoredSession> ended = new ArrayList<>();
            boolean othersAreOpen = false;
            List<StoredSession> sessions = folder.sessions();
            if (closing != null && sessions.stream().noneMatch(session -> session.isOf(closing))) {
                // Its folder has been deleted or cannot be read, but the entries are also in memory.
                sessions.add(new StoredSession(closing.folder(), closing.entries(), true));
            }
            for (StoredSession session : sessions) {
                Journal open = closing != null && session.isOf(closing) ? closing : null;
                if (session.open() && open == null) {
                    othersAreOpen = true;
                    needed.addAll(needs(session, deadline));
                } else {
                    ended.add(session);
                    if (open == null) {
                        OrphanProcesses.end(session.entries());
                    }
                    List<JournalEntry> entries = open == null ? session.entries() : open.entries();
                    Set<StorePath> paths = additions(deadline).of(entries, session.folder(), deadline);
                    added.addAll(paths);
                    if (closing == null || open != null) {
                        reported.addAll(paths);
                    }
                }
            }
            Map<StorePath, Long> narSizes = new StoreQueries(nix).sizes(reported, deadline);
            ByteSize size = deletion().size(reported, deadline);
            Set<StorePath> unneeded = new TreeSet<>(added);
            unneeded.removeAll(needed);
            PathDeletion.Deleted deleted = deletion().delete(unneeded, deadline);
            Set<StorePath> remaining = new TreeSet<>(added);
            remaining.removeAll(deleted.paths());
            if (othersAreOpen && !remaining.isEmpty()) {
                // An open session deletes the paths that it still needs. A path that only others need belongs to no
                // session.
                folder.writeLeftovers(remaining.stream().map(StorePath::value).toList());
            }
            if (closing != null) {
                closing.close();
            }
            for (StoredSession session : ended) {
                SessionFolder.delete(session.folder());
            }
            Set<StorePath> gone = new TreeSet<>(reported);
            gone.retainAll(deleted.paths());
            reported.removeAll(gone);
            ByteSize kept = deletion().size(reported, deadline);
            return new Reclaimed(narSizes, size, gone, ByteSize.of(Math.max(0, size.bytes() - kept.bytes())));
        });
    }

    private Set<StorePath> needs(StoredSession session, Deadline deadline) throws IOException {
        StoreQueries queries = new StoreQueries(nix);
        Set<StorePath> used = new HashSet<>();
        session.values(Kind.USED).stream()
                .filter(StorePath::isStorePath)
                .map(StorePath::parse)
                .forEach(used::add);
        Set<StorePath> valid = queries.valid(used, deadline);
        // Nix keeps the derivation of a kept path too.
        valid.addAll(queries.valid(queries.derivers(valid, deadline), deadline));
        return queries.requisites(valid, deadline);
    }

    private AddedPathsFinder additions(Deadline deadline) {
        return new AddedPathsFinder(
                nix, new StoreListing(view.folder(), nix.installation(deadline).storeDirectory()));
    }

    private PathDeletion deletion() {
        return new PathDeletion(nix, view);
    }
}
