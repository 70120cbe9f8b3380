package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program that is there.
 *
 * @param path the absolute path that it is started by; in a store with a root of its own, the path as seen from there
 * @param storePath the store path that it lies in; null for a program of the host
 */
public record FoundProgram(String path, @Nullable StorePath storePath) {

    /** Returns the path that the package has it by, whose folder of programs may be a link to that of another. */
    public Path unfollowed() {
        StorePath owner = storePath;
        return owner == null || path.startsWith(owner + "/")
                ? Path.of(path)
                : owner.path().resolve("bin").resolve(path.substring(path.lastIndexOf('/') + 1));
    }
}
