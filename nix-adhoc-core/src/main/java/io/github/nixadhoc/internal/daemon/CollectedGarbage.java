package io.github.nixadhoc.internal.daemon;

import java.util.List;

/**
 * The result of a garbage collection.
 *
 * @param paths the paths that were found or deleted, which need not be store paths
 * @param bytesFreed the freed bytes
 */
public record CollectedGarbage(List<String> paths, long bytesFreed) {

    public CollectedGarbage {
        paths = List.copyOf(paths);
    }
}
