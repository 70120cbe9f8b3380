package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders in which confined programs change files, and so links too. A path into such a folder must not lead out of
 * it: an earlier program may have put a link there.
 *
 * @param folders the folders, without links
 */
record ChangeableFolders(List<Path> folders) {

    /** Copies the list. */
    ChangeableFolders {
        folders = List.copyOf(folders);
    }

    /**
     * Resolves the folders.
     *
     * @throws IOException if one does not exist
     */
    static ChangeableFolders of(List<Path> writable) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path folder : writable) {
            real.add(folder.toRealPath());
        }
        return new ChangeableFolders(real);
    }

    /**
     * Returns a path with all links followed.
     *
     * @throws AccessDeniedException if it leads out of one of the folders
     * @throws IOException if it does not exist
     */
    Path resolve(Path path) throws IOException {
        Path real = path.toRealPath();
        Path absolute = path.toAbsolutePath();
        for (int names = 1; names < absolute.getNameCount(); names++) {
            Path above = absolute.getRoot().resolve(absolute.subpath(0, names)).toRealPath();
            for (Path folder : folders) {
                if (above.startsWith(folder) && !real.startsWith(folder)) {
                    throw new AccessDeniedException(
                            path.toString(),
                            null,
                            "it leads to " + real + ", by a link in " + folder
                                    + " that a confined program may have made: name " + real + " itself");
                }
            }
        }
        return real;
    }
}
