package io.github.nixadhoc.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The facts that Nix has about a path in a store.
 *
 * <p>Immutable and thread-safe.
 *
 * @param path the path
 * @param narSize what it occupies by itself
 * @param closureSize what it occupies with all that it depends on
 * @param references the paths that it depends on directly, perhaps itself
 * @param deriver the store derivation that it was built from; empty if that is not known
 * @param signatures the signatures of those who vouch for it, {@code key:signature}
 * @param registrationTime when it came into the store; empty for a path of a binary cache
 * @param downloadSize its size as it comes over the network; known only of a path in a binary cache
 * @since 0.1
 */
public record StorePathInfo(
        StorePath path,
        ByteSize narSize,
        ByteSize closureSize,
        List<StorePath> references,
        Optional<StorePath> deriver,
        List<String> signatures,
        Optional<Instant> registrationTime,
        Optional<ByteSize> downloadSize) {

    /**
     * Copies the lists.
     *
     * @param path the path
     * @param narSize what it occupies by itself
     * @param closureSize what it occupies with all that it depends on
     * @param references the paths that it depends on directly
     * @param deriver the store derivation that it was built from
     * @param signatures the signatures of those who vouch for it
     * @param registrationTime when it came into the store
     * @param downloadSize its size as it comes over the network
     */
    public StorePathInfo {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(narSize, "narSize");
        Objects.requireNonNull(closureSize, "closureSize");
        references = List.copyOf(references);
        Objects.requireNonNull(deriver, "deriver");
        signatures = List.copyOf(signatures);
        Objects.requireNonNull(registrationTime, "registrationTime");
        Objects.requireNonNull(downloadSize, "downloadSize");
    }
}
