package io.github.nixadhoc.internal.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that need not be there yet. */
final class ExistingFolders {

    private ExistingFolders() {}

    /** Returns a folder, or the one in which it would be made. */
    static Path existing(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }
}
