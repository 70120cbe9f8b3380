package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.PathDeletion;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import io.github.nixadhoc.internal.session.SessionFolder.Known;
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
 * Takes away what sessions that have ended have added: one that is being closed, those whose process was killed, and what
 * was left by earlier ones since another still needed it.
 *
 * <p>One at a time does so among all processes. Immutable and thread-safe.
 */
public final class Reclaimer {

    private final SessionFolder folder;
    private final NixCli nix;
    private final StoreView view;

    /**
     * Creates a reclaimer.
     *
     * @param folder where the journals are
     * @param nix the Nix to ask, with nobody told of its calls
     * @param view where the files of its store are
     */
    public Reclaimer(SessionFolder folder, NixCli nix, StoreView view) {
        this.folder = folder;
        this.nix = nix;
        this.view = view;
    }

    /**
     * The result of deleting what was added.
     *
     * @param added what was found to have been added, with its NAR sizes
     * @param size what that occupied on the disk
     * @param deleted what of it has been deleted
     * @param freed what that has freed on the disk
     */
    public record Reclaimed(Map<StorePath, Long> added, ByteSize size, Collection<StorePath> deleted, ByteSize freed) {}

    /** Returns what a session that is open has added so far. */
    public Reclaimed survey(Journal journal, Deadline deadline) {
        Set<StorePath> added = additions(deadline).of(journal.entries(), journal.folder(), deadline);
        return new Reclaimed(
                new StoreQueries(nix).sizes(added, deadline),
                deletion().size(added, deadline),
                Set.of(),
                ByteSize.ZERO);
    }

    /**
     * Ends a session, and takes away what it has added and nobody needs, along with what others have left.
     *
     * @param own the journal of the session; null to do so for those only that have ended already
     * @return what has become of what the session added; of what all have, if none is given
     */
    public Reclaimed reclaim(@Nullable Journal own, Deadline deadline) {
        return folder.changing(deadline, () -> {
            Set<StorePath> added = new TreeSet<>();
            Set<StorePath> asked = new TreeSet<>();
            Set<StorePath> needed = new HashSet<>();
            List<Known> ended = new ArrayList<>();
            boolean others = false;
            List<Known> sessions = folder.sessions();
            if (own != null && sessions.stream().noneMatch(session -> session.isOf(own))) {
                // Its folder has been deleted meanwhile, or cannot be read. What it has added is known even so.
                sessions.add(new Known(own.folder(), own.entries(), true));
            }
            for (Known session : sessions) {
                Journal its = own != null && session.isOf(own) ? own : null;
                if (session.open() && its == null) {
                    others = true;
                    needed.addAll(needs(session, deadline));
                } else {
                    ended.add(session);
                    if (its == null) {
                        OrphanProcesses.end(session.entries());
                    }
                    List<JournalEntry> entries = its == null ? session.entries() : its.entries();
                    Set<StorePath> paths = additions(deadline).of(entries, session.folder(), deadline);
                    added.addAll(paths);
                    if (own == null || its != null) {
                        asked.addAll(paths);
                    }
                }
            }
            Map<StorePath, Long> narSizes = new StoreQueries(nix).sizes(asked, deadline);
            ByteSize size = deletion().size(asked, deadline);
            Set<StorePath> unwanted = new TreeSet<>(added);
            unwanted.removeAll(needed);
            PathDeletion.Deleted deleted = deletion().delete(unwanted, deadline);
            Set<StorePath> left = new TreeSet<>(added);
            left.removeAll(deleted.paths());
            if (others && !left.isEmpty()) {
                // What another session needs is its to delete; what anybody else does is no session's any more.
                folder.leave(left.stream().map(StorePath::value).toList());
            }
            if (own != null) {
                own.close();
            }
            for (Known session : ended) {
                SessionFolder.delete(session.folder());
            }
            Set<StorePath> gone = new TreeSet<>(asked);
            gone.retainAll(deleted.paths());
            asked.removeAll(gone);
            ByteSize kept = deletion().size(asked, deadline);
            return new Reclaimed(narSizes, size, gone, ByteSize.of(Math.max(0, size.bytes() - kept.bytes())));
        });
    }

    private Set<StorePath> needs(Known session, Deadline deadline) throws IOException {
        StoreQueries queries = new StoreQueries(nix);
        Set<StorePath> used = new HashSet<>();
        session.values(Kind.USED).stream()
                .filter(StorePath::isStorePath)
                .map(StorePath::parse)
                .forEach(used::add);
        Set<StorePath> valid = queries.valid(used, deadline);
        // Nix keeps the derivation of what it keeps.
        valid.addAll(queries.valid(queries.derivers(valid, deadline), deadline));
        return queries.requisites(valid, deadline);
    }

    private AddedPathsFinder additions(Deadline deadline) {
        String directory = nix.installation(deadline).storeDirectory();
        return new AddedPathsFinder(nix, new StoreListing(view.folder(directory), directory));
    }

    private PathDeletion deletion() {
        return new PathDeletion(nix, view);
    }
}
