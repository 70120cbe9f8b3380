package io.github.nixadhoc.internal.search;

import java.util.List;

/**
 * A package in a search result.
 *
 * @param attributePath its attribute path from the root of the flake, as Nix prints it
 * @param pname its name
 * @param version its version; empty if it has none
 * @param description its description; empty if it has none
 * @param program the name of its main program; empty if the package does not say
 * @param names the names of the attribute path, which may contain dots themselves
 */
public record FoundPackage(
        String attributePath, String pname, String version, String description, String program, List<String> names) {

    public FoundPackage {
        names = List.copyOf(names);
    }
}
