package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.nix.NixCall;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A flake reference and the base directory for a relative one.
 *
 * @param reference the flake reference
 * @param directory the directory; null for that of the JVM
 */
public record FlakeLocation(String reference, @Nullable Path directory) {

    /** Returns whether the reference depends on the directory. */
    public boolean isRelative() {
        return reference.startsWith(".")
                || reference.contains(":.")
                || (reference.startsWith("path:") && !reference.startsWith("path:/"));
    }

    /** Returns an absolute path, resolved against the directory. */
    public Path resolve(String path) {
        return NixCall.startOf(directory).resolve(path);
    }
}
