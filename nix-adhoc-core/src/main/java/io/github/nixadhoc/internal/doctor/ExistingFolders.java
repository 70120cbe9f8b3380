package io.github.nixadhoc.internal.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** A look-up of existing ancestor folders. */
final class ExistingFolders {

    private ExistingFolders() {}

    /** Returns a folder if it exists, otherwise its closest existing ancestor. */
    static Path existing(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }
}
