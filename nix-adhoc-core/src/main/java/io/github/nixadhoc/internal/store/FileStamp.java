package io.github.nixadhoc.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a file is still the one that it was. The time of its last change of any kind is part of it, which
 * nobody can set back as the time of its last writing can be.
 *
 * @param size its size in bytes
 * @param modified when it was last written, in nanoseconds
 * @param changed when anything about it was last changed, in nanoseconds
 * @param inode its number in its file system
 * @param mode its kind and permissions
 */
public record FileStamp(long size, long modified, long changed, long inode, int mode) {

    private static final String WANTED = "unix:size,lastModifiedTime,ctime,ino,mode";
    private static final String BRIEF = "unix:ctime,ino";
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;

    /**
     * Returns the stamp of a file; null if there is none.
     *
     * @throws IOException if it cannot be told
     */
    public static @Nullable FileStamp of(Path file, LinkOption... options) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, WANTED, options);
            return new FileStamp(
                    number(attributes, "size"),
                    nanos(attributes, "lastModifiedTime"),
                    nanos(attributes, "ctime"),
                    number(attributes, "ino"),
                    (int) number(attributes, "mode"));
        } catch (NoSuchFileException e) {
            return null;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IOException("this file system does not tell when a file was changed", e);
        }
    }

    /**
     * Returns whether a file is still the one that this is the stamp of, as quickly as that can be told: whatever else
     * changes, the time of the last change does too.
     */
    public boolean isStillOf(Path file, LinkOption... options) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, BRIEF, options);
            return attributes.get("ctime") instanceof FileTime time
                    && time.to(TimeUnit.NANOSECONDS) == changed
                    && attributes.get("ino") instanceof Long number
                    && number == inode;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether it is a folder. */
    public boolean isFolder() {
        return (mode & KIND) == FOLDER;
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return ((FileTime) Objects.requireNonNull(attributes.get(name), name)).to(TimeUnit.NANOSECONDS);
    }
}
