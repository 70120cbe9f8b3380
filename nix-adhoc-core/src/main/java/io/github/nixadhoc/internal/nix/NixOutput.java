package io.github.nixadhoc.internal.nix;

import java.util.List;

/**
 * The output of a successful call of Nix.
 *
 * @param stdout the standard output
 * @param log the last lines of the log, as users would see them
 */
public record NixOutput(String stdout, List<String> log) {

    public NixOutput {
        log = List.copyOf(log);
    }
}
