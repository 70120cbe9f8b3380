package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What a realisation would do.
 *
 * @param built the derivations that would be built
 * @param fetched the paths that would be downloaded
 * @param unobtainable the paths that can be neither built nor downloaded, so that a realisation would fail
 * @param downloadSize how much would be downloaded, as exactly as Nix tells
 * @param unpackedSize how much that is in the store, as exactly as Nix tells
 */
public record RealisationPreview(
        List<StorePath> built,
        List<StorePath> fetched,
        List<StorePath> unobtainable,
        ByteSize downloadSize,
        ByteSize unpackedSize) {

    public RealisationPreview {
        built = List.copyOf(built);
        fetched = List.copyOf(fetched);
        unobtainable = List.copyOf(unobtainable);
    }

    /** Returns whether all is in the store already. */
    public boolean isNothing() {
        return built.isEmpty() && fetched.isEmpty() && unobtainable.isEmpty();
    }
}
