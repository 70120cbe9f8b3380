package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.LinkOption;
import org.jspecify.annotations.Nullable;

/**
 * What the file or folder of a store path looked like while Nix took it for valid. Nothing changes there later, until it
 * is deleted: the first thing that Nix does then is to allow itself to write to the folder, and that shows.
 *
 * @param path the store path
 * @param inode the number of its file or folder
 * @param changed when anything about it was last changed, in nanoseconds
 */
public record StoreMark(StorePath path, long inode, long changed) {

    /** Returns whether the path is still there as it was. */
    boolean isStillTrue(StoreView view) {
        return new FileStamp(0, 0, changed, inode, 0).isStillOf(view.file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the mark of a path as it is now; null if it is not there, or cannot be told. */
    public static @Nullable StoreMark of(StorePath path, StoreView view) {
        try {
            FileStamp stamp = FileStamp.of(view.file(path), LinkOption.NOFOLLOW_LINKS);
            return stamp == null ? null : new StoreMark(path, stamp.inode(), stamp.changed());
        } catch (IOException e) {
            return null;
        }
    }
}
