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
 * The attributes by which a later change of a file is detected. They include the inode change time, which, unlike the
 * modification time, no program can set back.
 *
 * @param size its size in bytes
 * @param modified its modification time, in nanoseconds
 * @param changed its inode change time, in nanoseconds
 * @param inode its inode number
 * @param mode its file type and permissions
 */
public record FileStamp(long size, long modified, long changed, long inode, int mode) {

    private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,mode";
    private static final String IDENTITY_ATTRIBUTES = "unix:ctime,ino";
    private static final int FILE_TYPE_MASK = 0170000;
    private static final int DIRECTORY_TYPE = 0040000;
    private static final int LINK_TYPE = 0120000;
    private static final int WRITE_PERMISSIONS = 0222;

    /**
     * Returns the stamp of a file, or null if the file does not exist.
     *
     * @throws IOException if the attributes cannot be read
     */
    public static @Nullable FileStamp of(Path file, LinkOption... options) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES, options);
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
     * Returns whether a file still has this stamp. Compares the inode number and the inode change time only, because
     * every other change updates that time.
     */
    public boolean isStillOf(Path file, LinkOption... options) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, IDENTITY_ATTRIBUTES, options);
            return attributes.get("ctime") instanceof FileTime time
                    && time.to(TimeUnit.NANOSECONDS) == changed
                    && attributes.get("ino") instanceof Long number
                    && number == inode;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether the file is a directory. */
    public boolean isFolder() {
        return (mode & FILE_TYPE_MASK) == DIRECTORY_TYPE;
    }

    /** Returns whether the file itself is a symbolic link. */
    public boolean isLink() {
        return (mode & FILE_TYPE_MASK) == LINK_TYPE;
    }

    /** Returns whether the file looks as Nix leaves a store path: nobody may write it, and its time is the first second. */
    public boolean isOfStore() {
        return (mode & WRITE_PERMISSIONS) == 0 && modified == TimeUnit.SECONDS.toNanos(1);
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return ((FileTime) Objects.requireNonNull(attributes.get(name), name)).to(TimeUnit.NANOSECONDS);
    }
}
