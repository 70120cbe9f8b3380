package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of this library that confined programs must not reach: the audit, whose lock even a reader could hold, and the
 * folders of records and notes.
 *
 * @param audit the file of the audit; null without one
 * @param folders the folders of this library, which need not exist
 */
public record KeptFiles(@Nullable Path audit, List<Path> folders) {

    /** No files. */
    public static final KeptFiles NONE = new KeptFiles(null, List.of());

    /** Copies the list. */
    public KeptFiles {
        folders = List.copyOf(folders);
    }

    /**
     * Hides the files. The folder of the audit is hidden as a whole where the program does not need it. Otherwise a file
     * that takes the place of the audit while the program runs is visible to it.
     *
     * @param needed the paths that have to stay visible
     */
    void hideFrom(BubblewrapMounts mounts, List<Path> needed) throws IOException {
        folders.forEach(mounts::hide);
        if (audit == null || !Files.exists(audit)) {
            return;
        }
        Path real = audit.toRealPath();
        mounts.requireOutOfReach(real);
        for (Path name : Stream.of(real, audit.toAbsolutePath()).distinct().toList()) {
            hide(name, mounts, needed);
        }
    }

    private static void hide(Path file, BubblewrapMounts mounts, List<Path> needed) throws IOException {
        Path folder = file.resolveSibling("").toRealPath();
        for (Path path : needed) {
            if (Files.exists(path) && path.toRealPath().startsWith(folder)) {
                mounts.hide(file);
                mounts.hide(Path.of(file + ".lock"));
                return;
            }
        }
        if (folder.getNameCount() > 1) {
            mounts.hide(folder);
        } else {
            mounts.hide(file);
            mounts.hide(Path.of(file + ".lock"));
        }
    }
}
