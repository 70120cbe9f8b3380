package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The free space of a disk.
 *
 * @param free the size that is available to this user
 * @param folder a folder on that disk
 */
record FreeSpace(ByteSize free, Path folder) {

    /** The size of one package of medium size. */
    static final ByteSize LITTLE = ByteSize.of(1L << 30);

    /** The size of a C library and a shell. */
    static final ByteSize TOO_LITTLE = ByteSize.of(100L << 20);

    static FreeSpace in(Path folder) throws IOException {
        return new FreeSpace(ByteSize.of(Math.max(0, Files.getFileStore(folder).getUsableSpace())), folder);
    }

    List<Finding> assess(Check check, String fix) {
        String found = free + " free in " + folder;
        String evidence = "the file system of " + folder;
        if (free.compareTo(TOO_LITTLE) < 0) {
            return check.error("only " + found, evidence, fix);
        }
        return free.compareTo(LITTLE) < 0 ? check.warning("only " + found, evidence, fix) : check.ok(found, evidence);
    }
}
