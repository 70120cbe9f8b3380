package io.github.nixadhoc.internal.daemon;

import java.util.List;

/**
 * An error that a daemon reports.
 *
 * @param type the kind, which is {@code Error} for all of Nix
 * @param level the importance, 0 for the highest
 * @param name the obsolete name
 * @param message the message for users
 * @param traces the contexts of the error, the innermost first
 */
public record StoreError(String type, long level, String name, String message, List<String> traces) {

    public StoreError {
        traces = List.copyOf(traces);
    }
}
