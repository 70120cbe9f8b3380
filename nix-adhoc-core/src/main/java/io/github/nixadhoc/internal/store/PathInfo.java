package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What Nix knows of a path that is in the store.
 *
 * @param path the path
 * @param narSize what it occupies
 * @param references what it needs directly, perhaps itself
 */
public record PathInfo(StorePath path, ByteSize narSize, List<StorePath> references) {

    public PathInfo {
        references = List.copyOf(references);
    }
}
