package io.github.nixadhoc.internal.nix;

import java.util.List;

/**
 * What a call of Nix that succeeded has printed.
 *
 * @param stdout its standard output
 * @param log what Nix itself has said besides, as a person would read it: a line for each path in a dry run; without
 *     what builds have printed
 */
public record NixOutput(String stdout, List<String> log) {

    public NixOutput {
        log = List.copyOf(log);
    }
}
