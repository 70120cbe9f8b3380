package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
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
public record TreeFingerprint(
        String digest, long newestChange, boolean coarse, Path root, Map<Path, FileStamp> stamps) {

    /** The kernel's clock for files ticks every 10 ms at worst. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long COARSE_TICK = TimeUnit.SECONDS.toNanos(2);

    /** What a commit, a checkout or an addition changes is elsewhere in there. */
    private static final Set<String> UNTOLD_OF_GIT = Set.of("objects", "logs", "lfs", "hooks");

    /**
     * Returns the fingerprint of a folder, or of a file; null if it cannot be read.
     *
     * @param folder the folder
     * @param maxFiles how many files it may have; with more there is no fingerprint
     */
    public static @Nullable TreeFingerprint of(Path folder, int maxFiles) {
        try {
            Path root = folder.toRealPath();
            Walk walk = new Walk(maxFiles);
            walk.hash.add(root.toString());
            return walk.visit(root, "", false)
                    ? new TreeFingerprint(walk.hash.hex(), walk.newest, walk.coarse, root, walk.stamps)
                    : null;
        } catch (IOException | DirectoryIteratorException | IllegalArgumentException | SecurityException e) {
            return null;
        }
    }

    /**
     * Returns whether every change that comes after a moment will be seen: the clock for files has ticked between the
     * latest change and that moment.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    public boolean isOlderThan(long nanos) {
        return newestChange < nanos - tick();
    }

    /**
     * Returns whether it would be so soon that waiting for it costs less than asking Nix once more.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    public boolean isAboutToBeOlderThan(long nanos) {
        return !coarse && newestChange <= nanos && !isOlderThan(nanos);
    }

    /** Waits until the clock for files has ticked. Where it tells whole seconds only, that takes too long to wait for. */
    public static void awaitTick() throws InterruptedException {
        // one millisecond more, since the moments that it is compared with have no finer ones
        TimeUnit.NANOSECONDS.sleep(TICK + TimeUnit.MILLISECONDS.toNanos(1));
    }

    private long tick() {
        return coarse ? COARSE_TICK : TICK;
    }

    /**
     * Returns whether nothing has changed since it was taken: a new name is a change of the folder that it is in.
     *
     * @param folder the folder that it is of, which may be a link
     */
    public boolean isStillOf(Path folder) {
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

        private final Digest128 hash = new Digest128();
        private final Map<Path, FileStamp> stamps = new LinkedHashMap<>();
        private long newest = Long.MIN_VALUE;
        private boolean coarse = true;
        private final int maxFiles;

        Walk(int maxFiles) {
            this.maxFiles = maxFiles;
        }

        boolean visit(Path file, String name, boolean git) throws IOException {
            FileStamp stamp = FileStamp.of(file, LinkOption.NOFOLLOW_LINKS);
            if (stamp == null || stamps.size() >= maxFiles) {
                return false;
            }
            stamps.put(file, stamp);
            newest = Math.max(newest, stamp.changed());
            coarse &= stamp.changed() % TimeUnit.SECONDS.toNanos(1) == 0;
            hash.add(name);
            hash.add(stamp);
            if (!stamp.isFolder()) {
                return !name.equals(".git") || visitElsewhere(file);
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

        /** Of a worktree, what git knows lies in a folder that this file names, and in the one that all have in common. */
        private boolean visitElsewhere(Path file) throws IOException {
            String told = Files.readString(file).strip();
            if (!told.startsWith("gitdir: ")) {
                return false;
            }
            Path own = file.resolveSibling(told.substring("gitdir: ".length())).normalize();
            Path common = own.resolve("commondir");
            return visit(own, "", true)
                    && (!Files.exists(common)
                            || visit(
                                    own.resolve(Files.readString(common).strip())
                                            .normalize(),
                                    "",
                                    true));
        }

        private List<String> names(Path folder) throws IOException {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    names.add(String.valueOf(entry.getFileName()));
                    if (names.size() > maxFiles) {
                        throw new IOException("too many files");
                    }
                }
            }
            Collections.sort(names);
            return names;
        }
    }
}
