package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What one call of Nix has brought.
 *
 * @param built the derivations that Nix said it builds
 * @param fetched the paths that Nix said it downloads
 * @param appeared what came into the folder of the store meanwhile, through whomever
 */
record AddedPaths(Set<StorePath> built, Set<StorePath> fetched, Set<StorePath> appeared) {

    /** Returns what was not there before and was brought by this call; an output that was built anew was there. */
    Set<StorePath> paths(StoreQueries queries, Deadline deadline) {
        Set<StorePath> paths = new LinkedHashSet<>(fetched);
        paths.addAll(queries.outputs(queries.valid(built, deadline), deadline));
        paths.retainAll(appeared);
        return queries.valid(paths, deadline);
    }
}
