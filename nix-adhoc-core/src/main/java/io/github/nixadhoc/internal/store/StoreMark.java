package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.LinkOption;
import org.jspecify.annotations.Nullable;

/**
 * The stamp of a store path's file or directory, taken while the path was valid. The stamp stays the same until Nix
 * deletes the path, because Nix first makes the directory writable, which changes its inode.
 *
 * @param path the store path
 * @param inode the inode number of its file or directory
 * @param changed the inode change time of that, in nanoseconds
 */
public record StoreMark(StorePath path, long inode, long changed) {

    /** Returns whether the path still exists unchanged. */
    boolean isStillTrue(StoreView view) {
        return new FileStamp(0, 0, changed, inode, 0).isStillOf(view.file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the mark of a path as it is now, or null if its attributes cannot be read. */
    public static @Nullable StoreMark of(StorePath path, StoreView view) {
        try {
            FileStamp stamp = FileStamp.of(view.file(path), LinkOption.NOFOLLOW_LINKS);
            return stamp == null ? null : new StoreMark(path, stamp.inode(), stamp.changed());
        } catch (IOException e) {
            return null;
        }
    }
}
