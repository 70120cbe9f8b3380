package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What has still to be built and downloaded before a command can run.
 *
 * @param built the derivations that would be built; what a build downloads by itself is not known before
 * @param fetched the paths that would be downloaded
 * @param downloadSize how much would be downloaded, as exactly as Nix tells
 * @param unpackedSize how much that is in the store, as exactly as Nix tells
 * @since 0.1
 */
public record PlannedTransfer(
        List<StorePath> built, List<StorePath> fetched, ByteSize downloadSize, ByteSize unpackedSize) {

    /** All is in the store. */
    public static final PlannedTransfer NOTHING =
            new PlannedTransfer(List.of(), List.of(), ByteSize.ZERO, ByteSize.ZERO);

    /**
     * Copies the lists.
     *
     * @param built the derivations that would be built
     * @param fetched the paths that would be downloaded
     * @param downloadSize how much would be downloaded
     * @param unpackedSize how much that is in the store
     */
    public PlannedTransfer {
        built = List.copyOf(built);
        fetched = List.copyOf(fetched);
    }
}
