package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * The facts that Nix has about a path in the store.
 *
 * @param path the path
 * @param narSize its size as a NAR
 * @param references its direct dependencies, which may include itself
 */
public record PathInfo(StorePath path, ByteSize narSize, List<StorePath> references) {

    public PathInfo {
        references = List.copyOf(references);
    }
}
