package io.github.nixadhoc.internal.resolve;

import java.util.List;

/**
 * What a package says of itself; empty texts where it says nothing.
 *
 * @param name its name with version
 * @param pname its name without version
 * @param version its version
 * @param licences its licences, by SPDX identifier where it has one
 */
public record PackageFacts(String name, String pname, String version, List<String> licences) {

    public PackageFacts {
        licences = List.copyOf(licences);
    }

    /** Returns all that a name with a version tells. */
    public static PackageFacts named(String name) {
        return new PackageFacts(name, DerivationName.base(name), DerivationName.version(name), List.of());
    }
}
