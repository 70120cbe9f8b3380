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
 * Deletes what was brought and is too much: first what no package needs, such as what was there for a build, then the least
 * recently used packages, each with what no other package of those that stay needs.
 *
 * <p>Whether anybody else needs a path is Nix's to say. Immutable and thread-safe.
 */
final class Eviction {

    private final StoreQueries queries;
    private final StoreInspector questions;
    private final PathDeletion deletion;
    private final long limit;

    Eviction(NixCli nix, StoreView view, ByteSize limit) {
        this.queries = new StoreQueries(nix);
        this.questions = new StoreInspector(nix);
        this.deletion = new PathDeletion(nix, view);
        this.limit = limit.bytes();
    }

    /**
     * What has become of what was brought.
     *
     * @param left what is in the store still
     * @param refused the packages that would have had to go, but are needed by somebody
     */
    record Outcome(Set<StorePath> left, Set<StorePath> refused) {}

    /**
     * Deletes as much as is too much.
     *
     * @param kept what was brought
     * @param byLastUse its packages, the least recently used first
     * @param pinned what is not even tried
     */
    Outcome evict(QuotaRecord kept, List<StorePath> byLastUse, Collection<StorePath> pinned, Deadline deadline) {
        Set<StorePath> left = new LinkedHashSet<>(queries.valid(kept.brought(), deadline));
        Map<StorePath, Long> sizes = queries.sizes(left, deadline);
        if (sum(left, sizes) <= limit) {
            return new Outcome(left, Set.of());
        }
        Set<StorePath> packages = new LinkedHashSet<>(byLastUse);
        packages.retainAll(left);
        Map<StorePath, List<StorePath>> references = references(packages, deadline);
        Deque<StorePath> candidates = new ArrayDeque<>(packages);
        candidates.removeAll(pinned);
        Set<StorePath> tried = new LinkedHashSet<>();
        Set<StorePath> refused = new HashSet<>();
        Set<StorePath> unwanted = unwanted(left, packages, references);
        while (sum(left, sizes) > limit) {
            while (sum(left, sizes) - sum(unwanted, sizes) > limit && !candidates.isEmpty()) {
                StorePath next = candidates.remove();
                packages.remove(next);
                tried.add(next);
                unwanted = unwanted(left, packages, references);
                unwanted.removeAll(refused);
            }
            if (unwanted.isEmpty()) {
                break;
            }
            left.removeAll(deletion.delete(unwanted, deadline).paths());
            unwanted.retainAll(left);
            refused.addAll(unwanted);
            // What is needed by somebody needs the rest of its closure too.
            tried.retainAll(left);
            packages.addAll(tried);
            unwanted = unwanted(left, packages, references);
            unwanted.removeAll(refused);
        }
        return new Outcome(left, sum(left, sizes) > limit ? tried : Set.of());
    }

    private static long sum(Collection<StorePath> paths, Map<StorePath, Long> sizes) {
        return paths.stream().mapToLong(path -> sizes.getOrDefault(path, 0L)).sum();
    }

    private Map<StorePath, List<StorePath>> references(Collection<StorePath> packages, Deadline deadline) {
        Map<StorePath, List<StorePath>> references = new HashMap<>();
        questions.closure(packages, deadline).forEach(info -> references.put(info.path(), info.references()));
        return references;
    }

    private static Set<StorePath> unwanted(
            Set<StorePath> left, Set<StorePath> packages, Map<StorePath, List<StorePath>> references) {
        Set<StorePath> needed = new HashSet<>();
        Deque<StorePath> toVisit = new ArrayDeque<>(packages);
        while (!toVisit.isEmpty()) {
            StorePath path = toVisit.remove();
            if (needed.add(path)) {
                toVisit.addAll(references.getOrDefault(path, List.of()));
            }
        }
        Set<StorePath> unwanted = new LinkedHashSet<>(left);
        unwanted.removeAll(needed);
        return unwanted;
    }
}
