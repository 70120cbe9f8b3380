package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the paths that a session has added to the store, from its journal.
 *
 * <p>A path that Nix reports to build or download was not in the store before. Nix does not report the paths that an
 * evaluation adds (derivations, sources). Those are the paths that were new in the store after the call and are
 * dependencies of paths in its answer. Each criterion alone would include paths that other processes added at the same
 * time. Immutable and thread-safe.
 */
final class AddedPathsFinder {

    /** The index of a call's first argument, after its number, directory and tool. */
    private static final int ARGUMENTS = 3;

    private final NixCli nix;
    private final StoreQueries queries;
    private final StoreListing listing;

    AddedPathsFinder(NixCli nix, StoreListing listing) {
        this.nix = nix;
        this.queries = new StoreQueries(nix);
        this.listing = listing;
    }

    /**
     * Returns the added paths that are still valid.
     *
     * @param entries the entries of the journal
     * @param folder the folder with the snapshots of unfinished calls
     * @param deadline when to give up
     */
    Set<StorePath> of(List<JournalEntry> entries, Path folder, Deadline deadline) {
        Set<StorePath> added = new TreeSet<>();
        Set<StorePath> known = new HashSet<>();
        Set<StorePath> newPaths = new HashSet<>();
        Set<StorePath> built = new HashSet<>();
        Map<String, JournalEntry> unfinished = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            switch (entry.kind()) {
                case CALL -> unfinished.put(entry.value(), entry);
                case ENDED -> unfinished.remove(entry.value());
                case KNOWN -> StorePaths.addTo(known, entry.value());
                case NEW -> StorePaths.addTo(newPaths, entry.value());
                case BUILT -> StorePaths.addTo(built, entry.value());
                case FETCHED, ADDED -> StorePaths.addTo(added, entry.value());
                default -> {
                    // Other entries are not about added paths.
                }
            }
        }
        added.addAll(queries.outputs(queries.valid(built, deadline), deadline));
        // A known path may have a thousand dependencies, so they are queried only if there are new paths.
        Set<StorePath> valid = queries.valid(newPaths, deadline);
        if (!valid.isEmpty()) {
            valid.retainAll(queries.requisites(queries.valid(known, deadline), deadline));
            added.addAll(valid);
        }
        for (JournalEntry call : unfinished.values()) {
            added.addAll(addedByUnfinished(call, known, folder, deadline));
        }
        return new TreeSet<>(queries.valid(added, deadline));
    }

    /** Returns the paths of a call whose process was killed, and which Nix may have finished without it. */
    private Set<StorePath> addedByUnfinished(JournalEntry entry, Set<StorePath> known, Path folder, Deadline deadline) {
        Set<String> before;
        try {
            before = new HashSet<>(Files.readAllLines(Journal.snapshot(folder, Integer.parseInt(entry.value()))));
        } catch (IOException | IllegalArgumentException e) {
            // Without a snapshot nothing is known to be new.
            return Set.of();
        }
        if (entry.values().size() <= ARGUMENTS || newPaths(before).isEmpty()) {
            return Set.of();
        }
        NixCall call = new NixCall(
                entry.values().get(2),
                entry.values().subList(ARGUMENTS, entry.values().size()),
                Phase.RESOLVE,
                entry.values().get(1).isEmpty() ? null : Path.of(entry.values().get(1)));
        Set<StorePath> mentioned = new HashSet<>(known);
        mentioned.addAll(listing.scanner().scan(String.join("\n", call.arguments())));
        if (AddingCalls.isQuestion(call)) {
            mentioned.addAll(mentionedAgain(call, deadline));
            AddingCalls.metadata(call).ifPresent(metadata -> mentioned.addAll(mentionedAgain(metadata, deadline)));
        }
        // The repeated call adds what the first one had not finished, so the query for new paths comes after it.
        Set<StorePath> newPaths = queries.valid(newPaths(before), deadline);
        newPaths.retainAll(queries.requisitesAndOutputs(queries.valid(mentioned, deadline), deadline));
        return newPaths;
    }

    private Set<StorePath> newPaths(Set<String> before) {
        Set<StorePath> newPaths = new HashSet<>();
        for (String name : listing.names()) {
            if (!before.contains(name)) {
                StorePaths.addTo(newPaths, listing.path(name));
            }
        }
        return newPaths;
    }

    /** Repeats a call whose answer was lost. The answer is the same unless the flake has been changed. */
    private Set<StorePath> mentionedAgain(NixCall call, Deadline deadline) {
        try {
            return listing.scanner().scan(nix.run(call, deadline).stdout());
        } catch (NixException e) {
            return Set.of();
        }
    }
}
