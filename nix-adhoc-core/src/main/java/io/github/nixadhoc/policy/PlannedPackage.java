package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A package that a command needs, as Nix knows it. What the package says of itself (name, version, licences) is written by
 * whoever wrote the package.
 *
 * @param requested what was asked for
 * @param lockedReference the flake reference with its revision or hash; empty for a store path, which
 *     needs no flake, and where Nix has not told it: later versions than 2.8 evaluate a flake without saying which it was, unless
 *     packages are allowed that the flake refuses
 * @param narHash the hash of the flake's source, as Nix prints it; empty where there is none
 * @param name its name with version; empty if it has none
 * @param pname its name without version; empty if it has none
 * @param version its version; empty if it has none
 * @param licences its licences, by SPDX identifier where they have one; empty if it names none
 * @param program its main program: a name, or of an app the path
 * @param storePaths the outputs that are used, whether they are in the store yet or not
 * @since 0.1
 */
public record PlannedPackage(
        RequestedPackage requested,
        Optional<String> lockedReference,
        Optional<String> narHash,
        String name,
        String pname,
        String version,
        List<String> licences,
        String program,
        List<StorePath> storePaths) {

    /**
     * Copies the lists.
     *
     * @param requested what was asked for
     * @param lockedReference the flake reference with its revision or hash
     * @param narHash the hash of the flake's source
     * @param name its name with version
     * @param pname its name without version
     * @param version its version
     * @param licences its licences
     * @param program its main program
     * @param storePaths the outputs that are used
     */
    public PlannedPackage {
        Objects.requireNonNull(requested, "requested");
        licences = List.copyOf(licences);
        storePaths = List.copyOf(storePaths);
    }
}
