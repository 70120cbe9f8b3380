package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * Outputs that are not in the store, and what it would take to have them there.
 *
 * <p>Immutable and thread-safe.
 *
 * @param outputs the outputs that were asked about and are not in the store
 * @param toBuild the store derivations that would be built
 * @param toFetch the store paths that would be downloaded
 * @param unobtainable the store paths that can be neither built nor downloaded
 * @param downloadSize the size of the downloads as they come over the network, as far as the caches tell
 * @param unpackedSize the size of the downloads in the store, as far as the caches tell
 * @since 0.1
 */
public record MissingPaths(
        List<StorePath> outputs,
        List<StorePath> toBuild,
        List<StorePath> toFetch,
        List<StorePath> unobtainable,
        ByteSize downloadSize,
        ByteSize unpackedSize) {

    /**
     * Copies the lists.
     *
     * @param outputs the outputs that are not in the store
     * @param toBuild the store derivations that would be built
     * @param toFetch the store paths that would be downloaded
     * @param unobtainable the store paths that cannot be had
     * @param downloadSize the size of the downloads
     * @param unpackedSize the size of the downloads in the store
     */
    public MissingPaths {
        outputs = List.copyOf(outputs);
        toBuild = List.copyOf(toBuild);
        toFetch = List.copyOf(toFetch);
        unobtainable = List.copyOf(unobtainable);
    }

    /** Returns the outputs, and what it would take to have them. */
    @Override
    public String toString() {
        return Print.missing(this);
    }
}
