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
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of a folder: the names and stamps of its files, whose content is not read.
 *
 * <p>Files that git ignores count too. A change of such a file leads to one superfluous question to Nix, never to a wrong
 * answer.
 *
 * @param digest a digest of the names and stamps
 * @param newestChange the time of the latest change, in nanoseconds since 1970
 * @param coarse whether the file system records whole seconds only
 * @param root the folder, links followed
 * @param stamps the stamps, with which an unchanged folder is recognised without a new digest
 */
public record TreeFingerprint(
        String digest, long newestChange, boolean coarse, Path root, Map<Path, FileStamp> stamps) {

    /** The folders in {@code .git} that are left out: commits, checkouts and additions change other files there too. */
    private static final Set<String> IGNORED_IN_GIT = Set.of("objects", "logs", "lfs", "hooks");

    /**
     * Returns the fingerprint of a folder, or of a file; null if it cannot be read.
     *
     * @param folder the folder
     * @param maxFiles how many files are looked at; a folder with more has no fingerprint
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
     * Returns whether each change after a moment will have another stamp, since the clock for files has ticked between the
     * latest change and that moment.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    public boolean isOlderThan(long nanos) {
        return FileClock.hasTicked(newestChange, coarse, nanos);
    }

    /**
     * Returns whether {@link #isOlderThan} will be true so soon that waiting costs less than a question to Nix.
     *
     * @param nanos the moment, in nanoseconds since 1970
     */
    public boolean isAboutToBeOlderThan(long nanos) {
        return FileClock.isAboutToTick(newestChange, coarse, nanos);
    }

    /**
     * Returns whether the folder is unchanged. A new file is noticed by the stamp of the folder around it.
     *
     * @param folder the folder of this fingerprint, which may be a link
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
            coarse &= FileClock.isCoarse(stamp.changed());
            hash.add(name);
            hash.add(stamp);
            if (!stamp.isFolder()) {
                return !name.equals(".git") || visitWorktree(file);
            }
            List<String> names = names(file);
            hash.add(names.size());
            for (String each : names) {
                boolean ignored = git && IGNORED_IN_GIT.contains(each);
                if (!ignored && !visit(file.resolve(each), each, each.equals(".git"))) {
                    return false;
                }
            }
            return true;
        }

        /** Visits the state of a git worktree: its own folder, which this file names, and the folder common to all worktrees. */
        private boolean visitWorktree(Path file) throws IOException {
            String text = Files.readString(file).strip();
            if (!text.startsWith("gitdir: ")) {
                return false;
            }
            Path own = file.resolveSibling(text.substring("gitdir: ".length())).normalize();
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
