package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.text.AttributePath;
import java.util.List;

/**
 * A package or a set of packages that the reader of a flake has left out.
 *
 * @param path the names from the kind, {@code packages} or {@code legacyPackages}, without the system
 * @param reason the failure of its evaluation
 */
record SkippedPackage(List<String> path, String reason) {

    SkippedPackage {
        path = List.copyOf(path);
    }

    /** Returns the attribute path as a user types it, and the reason, in one line. */
    @Override
    public String toString() {
        return AttributePath.fragment(path.subList(1, path.size())) + ": " + reason;
    }
}
