package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreQueries;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The paths that one call of Nix may have added to the store.
 *
 * @param built the derivations that Nix reported to build
 * @param fetched the paths that Nix reported to download
 * @param appeared the paths that appeared in the store's folder during the call, added by any process
 */
record AddedPaths(Set<StorePath> built, Set<StorePath> fetched, Set<StorePath> appeared) {

    /** Returns the valid paths that this call added. An output that was only built again is not among them. */
    Set<StorePath> paths(StoreQueries queries, Deadline deadline) {
        Set<StorePath> paths = new LinkedHashSet<>(fetched);
        paths.addAll(queries.outputs(queries.valid(built, deadline), deadline));
        paths.retainAll(appeared);
        return queries.valid(paths, deadline);
    }
}
