package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.PathDeletion;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.StoreInspector;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes recorded paths until their size is within the limit. Deletes paths that no recorded package needs first, such
 * as the dependencies of a build, and then the least recently used packages, each with the dependencies that no
 * remaining package needs.
 *
 * <p>Nix decides whether anything else needs a path. Immutable and thread-safe.
 */
final class Eviction {

    private final StoreQueries queries;
    private final StoreInspector inspector;
    private final PathDeletion deletion;
    private final long limit;

    Eviction(NixCli nix, StoreView view, ByteSize limit) {
        this.queries = new StoreQueries(nix);
        this.inspector = new StoreInspector(nix);
        this.deletion = new PathDeletion(nix, view);
        this.limit = limit.bytes();
    }

    /**
     * The result of an eviction.
     *
     * @param remaining the recorded paths that are still in the store
     * @param inUse the packages that had to be deleted for the limit, but are still needed by others
     */
    record Outcome(Set<StorePath> remaining, Set<StorePath> inUse) {}

    /**
     * Deletes paths until the rest is within the limit, or nothing more can be deleted.
     *
     * @param record the record of the added paths
     * @param byLastUse the recorded packages, the least recently used first
     * @param pinned the paths that are never deleted
     * @param deadline when to give up
     */
    Outcome evict(QuotaRecord record, List<StorePath> byLastUse, Collection<StorePath> pinned, Deadline deadline) {
        Set<StorePath> remaining = new LinkedHashSet<>(queries.valid(record.paths(), deadline));
        Map<StorePath, Long> sizes = queries.sizes(remaining, deadline);
        if (sum(remaining, sizes) <= limit) {
            return new Outcome(remaining, Set.of());
        }
        Set<StorePath> packages = new LinkedHashSet<>(byLastUse);
        packages.retainAll(remaining);
        Map<StorePath, List<StorePath>> references = references(packages, deadline);
        Deque<StorePath> candidates = new ArrayDeque<>(packages);
        candidates.removeAll(pinned);
        Set<StorePath> tried = new LinkedHashSet<>();
        Set<StorePath> refused = new HashSet<>();
        Set<StorePath> unneeded = unneeded(remaining, packages, references);
        while (sum(remaining, sizes) > limit) {
            while (sum(remaining, sizes) - sum(unneeded, sizes) > limit && !candidates.isEmpty()) {
                StorePath next = candidates.remove();
                packages.remove(next);
                tried.add(next);
                unneeded = unneeded(remaining, packages, references);
                unneeded.removeAll(refused);
            }
            if (unneeded.isEmpty()) {
                break;
            }
            remaining.removeAll(deletion.delete(unneeded, deadline).paths());
            unneeded.retainAll(remaining);
            refused.addAll(unneeded);
            // A package that is still in use needs the rest of its closure too.
            tried.retainAll(remaining);
            packages.addAll(tried);
            unneeded = unneeded(remaining, packages, references);
            unneeded.removeAll(refused);
        }
        return new Outcome(remaining, sum(remaining, sizes) > limit ? tried : Set.of());
    }

    private static long sum(Collection<StorePath> paths, Map<StorePath, Long> sizes) {
        return paths.stream().mapToLong(path -> sizes.getOrDefault(path, 0L)).sum();
    }

    private Map<StorePath, List<StorePath>> references(Collection<StorePath> packages, Deadline deadline) {
        Map<StorePath, List<StorePath>> references = new HashMap<>();
        inspector.closure(packages, deadline).forEach(info -> references.put(info.path(), info.references()));
        return references;
    }

    private static Set<StorePath> unneeded(
            Set<StorePath> remaining, Set<StorePath> packages, Map<StorePath, List<StorePath>> references) {
        Set<StorePath> needed = new HashSet<>();
        Deque<StorePath> toVisit = new ArrayDeque<>(packages);
        while (!toVisit.isEmpty()) {
            StorePath path = toVisit.remove();
            if (needed.add(path)) {
                toVisit.addAll(references.getOrDefault(path, List.of()));
            }
        }
        Set<StorePath> unneeded = new LinkedHashSet<>(remaining);
        unneeded.removeAll(needed);
        return unneeded;
    }
}
