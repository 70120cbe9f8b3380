package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.resolve.FileStamp;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a folder is still the one that it was, without reading its files: their names and stamps.
 *
 * <p>Files that git ignores count as well; a change of theirs has Nix asked in vain, and never leads to a wrong answer.
 *
 * @param digest a digest of it all
 * @param newestChange when the latest change was, in nanoseconds since 1970
 * @param coarse whether the file system tells whole seconds only
 * @param root the folder, links followed
 * @param stamps the stamps behind it, by which it is quicker seen that nothing has changed
 */
record TreeFingerprint(String digest, long newestChange, boolean coarse, Path root, Map<Path, FileStamp> stamps) {

    /** To look at more takes about as long as to ask Nix. */
    static final int MAX_FILES = 4096;

    /** The kernel's clock for files ticks every 10 ms at worst. */
    static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long COARSE_TICK = TimeUnit.SECONDS.toNanos(2);

    /** What a commit, a checkout or an addition changes is elsewhere in there. */
    private static final Set<String> UNTOLD_OF_GIT = Set.of("objects", "logs", "lfs", "hooks");

    /** Returns the fingerprint of a folder; null if it has too many files, or cannot be read. */
    static @Nullable TreeFingerprint of(Path folder) {
        try {
            Path root = folder.toRealPath();
            Walk walk = new Walk();
            walk.hash.add(root.toString());
            return walk.visit(root, "", false)
                    ? new TreeFingerprint(walk.hash.hex(), walk.newest, walk.coarse, root, walk.stamps)
                    : null;
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            return null;
        }
    }

    /**
     * Returns whether every change that comes after a moment will be seen: the clock for files has ticked between the
     * latest change and that moment.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    boolean isOlderThan(long nanos) {
        return newestChange < nanos - tick();
    }

    /**
     * Returns whether it would be so soon that waiting for it costs less than asking Nix once more.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    boolean isAboutToBeOlderThan(long nanos) {
        return !coarse && newestChange <= nanos && !isOlderThan(nanos);
    }

    private long tick() {
        return coarse ? COARSE_TICK : TICK;
    }

    /**
     * Returns whether nothing has changed since it was taken: a new name is a change of the folder that it is in.
     *
     * @param folder the folder that it is of, which may be a link
     */
    boolean isStillOf(Path folder) {
        try {
            if (!folder.toRealPath().equals(root)) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        for (Map.Entry<Path, FileStamp> entry : stamps.entrySet()) {
            if (!entry.getValue().isStillOf(entry.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static final class Walk {

        private final Hash hash = new Hash();
        private final Map<Path, FileStamp> stamps = new LinkedHashMap<>();
        private long newest = Long.MIN_VALUE;
        private boolean coarse = true;

        boolean visit(Path file, String name, boolean git) throws IOException {
            FileStamp stamp = FileStamp.of(file, LinkOption.NOFOLLOW_LINKS);
            if (stamp == null || stamps.size() >= MAX_FILES) {
                return false;
            }
            if (name.equals(".git") && !stamp.isFolder()) {
                // a worktree: what it is of lies elsewhere
                return false;
            }
            stamps.put(file, stamp);
            newest = Math.max(newest, stamp.changed());
            coarse &= stamp.changed() % TimeUnit.SECONDS.toNanos(1) == 0;
            hash.add(name);
            hash.add(stamp);
            if (!stamp.isFolder()) {
                return true;
            }
            List<String> names = names(file);
            hash.add(names.size());
            for (String each : names) {
                boolean untold = git && UNTOLD_OF_GIT.contains(each);
                if (!untold && !visit(file.resolve(each), each, each.equals(".git"))) {
                    return false;
                }
            }
            return true;
        }

        private static List<String> names(Path folder) throws IOException {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    names.add(String.valueOf(entry.getFileName()));
                    if (names.size() > MAX_FILES) {
                        throw new IOException("too many files");
                    }
                }
            }
            Collections.sort(names);
            return names;
        }
    }
}
