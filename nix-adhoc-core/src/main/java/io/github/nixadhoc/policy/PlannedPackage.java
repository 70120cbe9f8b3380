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
 * @param lockedReference the flake reference with its revision or hash, which stands for the same at any time; empty for a
 *     store path, which needs no flake, and where there is none: for a tree with changes that are not committed, for a
 *     flake with inputs that are in no lock file, and for one that was changed while it was evaluated
 * @param narHash the hash of the flake's source, as Nix prints it, also where the flake has no locked reference; empty
 *     for a store path, and where Nix tells none
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
