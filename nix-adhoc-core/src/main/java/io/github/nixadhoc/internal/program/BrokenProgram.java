package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The reason for which a file at the place of a program is none. */
final class BrokenProgram {

    private final StoreView view;

    BrokenProgram(StoreView view) {
        this.view = view;
    }

    /**
     * Returns the reason, in words that follow the name of the file.
     *
     * @param owner the store path that contains the file
     * @param path the path of the file
     * @return the reason; empty if there is no such file at all
     */
    String reason(StorePath owner, String path) {
        try {
            Path entry = view.file(owner).resolve(path.substring(owner.value().length() + 1));
            if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                return "";
            }
            Path file = view.file(owner, path);
            if (!Files.exists(file)) {
                return Files.isSymbolicLink(entry)
                        ? "is a link to " + Files.readSymbolicLink(entry) + ", which does not exist"
                        : "cannot be looked at";
            }
            if (Files.isDirectory(file)) {
                return "is a folder";
            }
            return Files.isExecutable(file) ? "is no file that can be run" : "is not executable";
        } catch (IOException | InvalidPathException e) {
            return "cannot be looked at: " + e.getMessage();
        }
    }
}
