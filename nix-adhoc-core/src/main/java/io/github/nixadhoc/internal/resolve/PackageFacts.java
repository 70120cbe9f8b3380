package io.github.nixadhoc.internal.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a package; empty texts if it has none.
 *
 * @param name its name with version
 * @param pname its name without version
 * @param version its version
 * @param licences its licences, by SPDX identifier if there is one
 * @param shell the path of its shell below its output, as {@code passthru.shellPath} says; null if it is no shell
 * @param ownMember whether the package set that has the attribute has it as a package of its own
 */
public record PackageFacts(
        String name,
        String pname,
        String version,
        List<String> licences,
        @Nullable String shell,
        boolean ownMember) {

    public PackageFacts {
        licences = List.copyOf(licences);
    }

    /** Returns the facts that a name with a version contains. */
    public static PackageFacts named(String name) {
        return new PackageFacts(name, DerivationName.base(name), DerivationName.version(name), List.of(), null, true);
    }

    /** Returns the facts that the name of an attribute's output contains. */
    static PackageFacts named(String name, boolean ownMember) {
        return new PackageFacts(
                name, DerivationName.base(name), DerivationName.version(name), List.of(), null, ownMember);
    }
}
