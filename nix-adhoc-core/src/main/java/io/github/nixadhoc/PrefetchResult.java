package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What a prefetch has brought into the store.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param packages the packages, in the order in which they were named; all of them are in the store
 * @param built the store derivations that had to be built, as Nix planned it
 * @param fetched the store paths that had to be downloaded, as Nix planned it
 * @param downloadSize the size of the downloads as they come over the network, as far as the caches tell
 * @param unpackedSize the size of the downloads in the store, as far as the caches tell
 * @since 0.1
 */
public record PrefetchResult(
        List<PrefetchedPackage> packages,
        List<StorePath> built,
        List<StorePath> fetched,
        ByteSize downloadSize,
        ByteSize unpackedSize) {

    /**
     * Copies the lists.
     *
     * @param packages the packages
     * @param built the store derivations that had to be built
     * @param fetched the store paths that had to be downloaded
     * @param downloadSize the size of the downloads
     * @param unpackedSize the size of the downloads in the store
     */
    public PrefetchResult {
        packages = List.copyOf(packages);
        built = List.copyOf(built);
        fetched = List.copyOf(fetched);
    }

    /**
     * Returns whether all of it was in the store before.
     *
     * @return true if nothing had to be built or downloaded
     */
    public boolean wasInStore() {
        return built.isEmpty() && fetched.isEmpty();
    }

    /** Returns the packages with their sizes, and what was built and fetched. */
    @Override
    public String toString() {
        return Print.prefetch(this);
    }
}
