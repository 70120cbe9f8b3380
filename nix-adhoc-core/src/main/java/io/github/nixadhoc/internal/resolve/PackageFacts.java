package io.github.nixadhoc.internal.resolve;

import java.util.List;

/**
 * The metadata of a package; empty texts if it has none.
 *
 * @param name its name with version
 * @param pname its name without version
 * @param version its version
 * @param licences its licences, by SPDX identifier if there is one
 */
public record PackageFacts(String name, String pname, String version, List<String> licences) {

    public PackageFacts {
        licences = List.copyOf(licences);
    }

    /** Returns the facts that a name with a version contains. */
    public static PackageFacts named(String name) {
        return new PackageFacts(name, DerivationName.base(name), DerivationName.version(name), List.of());
    }
}
