package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program that has been found.
 *
 * @param path the absolute path by which it is started; in a store with its own root, the path as seen from that root
 * @param storePath the store path that contains it; null for a program of the host
 */
public record FoundProgram(String path, @Nullable StorePath storePath) {

    /**
     * Returns the path of the program in its package, without links resolved. The package's folder of programs may be a
     * link to that of another package.
     */
    public Path unfollowed() {
        StorePath owner = storePath;
        return owner == null || path.startsWith(owner + "/")
                ? Path.of(path)
                : owner.path().resolve("bin").resolve(path.substring(path.lastIndexOf('/') + 1));
    }
}
