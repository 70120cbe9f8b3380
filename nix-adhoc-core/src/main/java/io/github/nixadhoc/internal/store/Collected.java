package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What a collection has done, or would do.
 *
 * @param paths the paths that are deleted
 * @param freed the number of bytes, as Nix counts them
 * @param generations the generations that are deleted
 */
public record Collected(List<StorePath> paths, ByteSize freed, List<ProfileGeneration> generations) {

    public Collected {
        paths = List.copyOf(paths);
        generations = List.copyOf(generations);
    }
}
