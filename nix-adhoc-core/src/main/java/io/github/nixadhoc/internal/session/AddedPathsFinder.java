package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
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
 * Finds out from a journal what a session has added to the store.
 *
 * <p>What Nix said it builds and downloads was not there before, and it is Nix that looks. What an evaluation has added
 * (derivations, sources) Nix does not say: that is what was new in the store after the call and belongs to what the answer
 * tells of. Either alone would take in what others have added at the same time. Immutable and thread-safe.
 */
final class AddedPathsFinder {

    /** Where the arguments of a call begin: after its number, directory and tool. */
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
     * Returns what has been added and is still valid.
     *
     * @param entries the journal
     * @param folder where the snapshots of calls are that have not ended
     */
    Set<StorePath> of(List<JournalEntry> entries, Path folder, Deadline deadline) {
        Set<StorePath> added = new TreeSet<>();
        Set<StorePath> known = new HashSet<>();
        Set<StorePath> news = new HashSet<>();
        Set<StorePath> built = new HashSet<>();
        Map<String, JournalEntry> unfinished = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            switch (entry.kind()) {
                case CALL -> unfinished.put(entry.value(), entry);
                case ENDED -> unfinished.remove(entry.value());
                case KNOWN -> add(known, entry.value());
                case NEW -> add(news, entry.value());
                case BUILT -> add(built, entry.value());
                case FETCHED, ADDED -> add(added, entry.value());
                default -> {
                    // says nothing of what was added
                }
            }
        }
        added.addAll(queries.outputs(queries.valid(built, deadline), deadline));
        // Each path that Nix tells of may need a thousand others, so it is not asked unless there is something to
        // explain.
        Set<StorePath> valid = queries.valid(news, deadline);
        if (!valid.isEmpty()) {
            valid.retainAll(queries.requisites(queries.valid(known, deadline), deadline));
            added.addAll(valid);
        }
        for (JournalEntry call : unfinished.values()) {
            added.addAll(ofUnfinished(call, known, folder, deadline));
        }
        return new TreeSet<>(queries.valid(added, deadline));
    }

    /** The process that made the call was killed, and Nix may have gone on without it. */
    private Set<StorePath> ofUnfinished(JournalEntry entry, Set<StorePath> known, Path folder, Deadline deadline) {
        Set<String> before;
        try {
            before = new HashSet<>(Files.readAllLines(Journal.snapshot(folder, Integer.parseInt(entry.value()))));
        } catch (IOException | IllegalArgumentException e) {
            // Nothing that was not written down before the call is touched.
            return Set.of();
        }
        if (entry.values().size() <= ARGUMENTS || news(before).isEmpty()) {
            return Set.of();
        }
        NixCall call = new NixCall(
                entry.values().get(2),
                entry.values().subList(ARGUMENTS, entry.values().size()),
                Phase.RESOLVE,
                entry.values().get(1).isEmpty() ? null : Path.of(entry.values().get(1)));
        Set<StorePath> told = new HashSet<>(known);
        told.addAll(listing.mentions().in(String.join("\n", call.arguments())));
        if (!AddingCalls.isRealisation(call)) {
            told.addAll(toldAgain(call, deadline));
            AddingCalls.metadata(call).ifPresent(metadata -> told.addAll(toldAgain(metadata, deadline)));
        }
        // Looked at only now, since it adds again what it had not come to the first time.
        Set<StorePath> news = queries.valid(news(before), deadline);
        news.retainAll(queries.requisitesAndOutputs(queries.valid(told, deadline), deadline));
        return news;
    }

    private Set<StorePath> news(Set<String> before) {
        Set<StorePath> news = new HashSet<>();
        for (String name : listing.names()) {
            if (!before.contains(name)) {
                add(news, listing.path(name));
            }
        }
        return news;
    }

    /** An answer that nobody has heard is asked for again: it is the same, unless the flake has been changed. */
    private Set<StorePath> toldAgain(NixCall call, Deadline deadline) {
        try {
            return listing.mentions().in(nix.run(call, deadline).stdout());
        } catch (NixException e) {
            return Set.of();
        }
    }

    private static void add(Set<StorePath> paths, String path) {
        if (StorePath.isStorePath(path)) {
            paths.add(StorePath.parse(path));
        }
    }
}
