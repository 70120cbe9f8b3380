package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Optional;

/**
 * The facts that a store has about a valid path.
 *
 * @param path the path
 * @param deriver the derivation that it is an output of; empty if unknown
 * @param narHash the SHA-256 of its archive, in base 16
 * @param references the paths that it refers to, itself included where it does
 * @param registrationTime the time at which it became valid, in seconds since 1970
 * @param narSize the size of its archive in bytes
 * @param ultimate whether it was built here
 * @param signatures its signatures
 * @param contentAddress its address by content; empty if it has none
 */
public record PathFacts(
        StorePath path,
        Optional<StorePath> deriver,
        String narHash,
        List<StorePath> references,
        long registrationTime,
        long narSize,
        boolean ultimate,
        List<String> signatures,
        String contentAddress) {

    public PathFacts {
        references = List.copyOf(references);
        signatures = List.copyOf(signatures);
    }
}
