package io.github.nixadhoc.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The root of the directories in which programs of a model start. */
final class WorkingRoot {

    private final Path base;

    WorkingRoot(Path base) {
        this.base = base;
    }

    /** Returns the real path of a directory; the root itself if none is given. */
    Path resolve(@Nullable String given) {
        try {
            Path root = base.toRealPath();
            Path directory = given == null ? root : root.resolve(given).toRealPath();
            if (!directory.startsWith(root)) {
                throw new ToolInputException("directory must be in the directory of this tool: give a relative path "
                        + "that leads nowhere else, not by a link either");
            }
            if (!Files.isDirectory(directory)) {
                throw new ToolInputException("directory is no directory");
            }
            return directory;
        } catch (IOException | InvalidPathException e) {
            throw new ToolInputException("directory does not exist: it must, and be relative to that of this tool");
        }
    }
}
