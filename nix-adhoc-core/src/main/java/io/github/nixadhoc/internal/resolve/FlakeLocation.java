package io.github.nixadhoc.internal.resolve;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A flake reference, and where it starts from if it is relative.
 *
 * @param reference the flake reference
 * @param directory the directory; null for that of the JVM
 */
public record FlakeLocation(String reference, @Nullable Path directory) {

    /** Returns whether the reference means something else in another directory. */
    public boolean isRelative() {
        return reference.startsWith(".")
                || reference.contains(":.")
                || (reference.startsWith("path:") && !reference.startsWith("path:/"));
    }

    /** Returns a path as seen from here. */
    public Path resolve(String path) {
        return (directory == null ? Path.of("") : directory).resolve(path).toAbsolutePath();
    }
}
