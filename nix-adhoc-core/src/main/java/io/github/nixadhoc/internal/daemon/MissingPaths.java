package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * The work that realising some paths takes.
 *
 * @param toBuild the derivations to build
 * @param toFetch the paths to download
 * @param unknown the paths that can neither be built nor downloaded
 * @param downloadBytes the size of the downloads
 * @param narBytes the size of what is downloaded, once it is unpacked
 */
public record MissingPaths(
        List<StorePath> toBuild, List<StorePath> toFetch, List<StorePath> unknown, long downloadBytes, long narBytes) {

    public MissingPaths {
        toBuild = List.copyOf(toBuild);
        toFetch = List.copyOf(toFetch);
        unknown = List.copyOf(unknown);
    }
}
