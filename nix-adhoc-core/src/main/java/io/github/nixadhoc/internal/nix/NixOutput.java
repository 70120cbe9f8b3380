package io.github.nixadhoc.internal.nix;

import java.util.List;

/**
 * What a call of Nix that succeeded has printed.
 *
 * @param stdout its standard output
 * @param log the last lines of its log, as a person would read them
 */
public record NixOutput(String stdout, List<String> log) {

    public NixOutput {
        log = List.copyOf(log);
    }
}
