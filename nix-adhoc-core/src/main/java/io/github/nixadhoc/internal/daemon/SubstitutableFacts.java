package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * The facts that a cache has about a path.
 *
 * @param path the path
 * @param deriver the derivation that it is an output of; empty if unknown
 * @param references the paths that it refers to
 * @param downloadBytes the size of the download; 0 if unknown
 * @param narBytes the size of its archive; 0 if unknown
 */
public record SubstitutableFacts(
        StorePath path, Optional<StorePath> deriver, List<StorePath> references, long downloadBytes, long narBytes) {

    public SubstitutableFacts {
        references = List.copyOf(references);
    }
}
