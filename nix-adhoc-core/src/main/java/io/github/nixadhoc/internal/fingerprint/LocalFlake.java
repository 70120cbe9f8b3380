package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of a flake in a folder of this machine as Nix finds it: behind links, in the folders above, and with
 * all of the git repository around it.
 *
 * <p>Versions of Nix differ in whether they look above a link or above the folder to which it leads. A place where these
 * two lead to different sources is not certain, and has no source here.
 */
final class LocalFlake {

    private static final String FLAKE = "flake.nix";
    private static final String REPOSITORY = ".git";

    private LocalFlake() {}

    /**
     * Returns the flake in exactly one folder, of which Nix reads everything; null if it is not certain.
     *
     * @param directory the directory from which a relative path starts
     * @param path the path of the folder
     * @param below the folder of the flake in that folder; null for that folder itself
     * @throws IOException if the path leads nowhere
     */
    static @Nullable FlakeSource ofFolder(Path directory, String path, @Nullable String below) throws IOException {
        Path named = directory.resolve(path);
        SourceWay way = SourceWay.of(named, List.of());
        Path lexical = lexical(directory, path);
        if (!way.real().equals(lexical.toRealPath())) {
            return null;
        }
        List<SourceWay> ways = ofNote(way, SourceWay.of(lexical, List.of()));
        if (isStored(way.real())) {
            return FlakeSource.locked(ways);
        }
        return in(way.real(), below, ways);
    }

    /** Returns the flake in a git repository, given the folder of the repository; null if it is not certain. */
    static @Nullable FlakeSource ofRepository(Path directory, String path, @Nullable String below) throws IOException {
        FlakeSource source = ofFolder(directory, path, below);
        Path root = source == null ? null : source.root();
        return root == null || !SourceWay.isThere(root.resolve(REPOSITORY)) ? null : source;
    }

    /**
     * Returns the flake to which a path without a scheme leads; null if it is not certain.
     *
     * @param directory the directory from which a relative path starts
     * @param path the path, which may lead below the folder of the flake
     * @param below the folder of the flake below the path; null for the path itself
     * @throws IOException if the path leads nowhere
     */
    static @Nullable FlakeSource ofPlace(Path directory, String path, @Nullable String below) throws IOException {
        Path named = directory.resolve(path);
        Path lexical = lexical(directory, path);
        Search physical = Search.from(named.toRealPath());
        Search along = Search.from(lexical);
        if (physical == null || along == null || !physical.equals(along)) {
            return null;
        }
        Path root = physical.root();
        List<Path> absent = new ArrayList<>(physical.absentOutside());
        along.absentOutside().stream().filter(place -> !absent.contains(place)).forEach(absent::add);
        List<SourceWay> ways = ofNote(SourceWay.of(named, absent), SourceWay.of(lexical, List.of()));
        if (below != null) {
            return inBelow(root, physical.flake(), below, ways);
        }
        return isStored(root) ? FlakeSource.locked(ways) : FlakeSource.local(root, physical.flake(), ways);
    }

    /** Without a repository, versions of Nix differ in which of two flakes they take. */
    private static @Nullable FlakeSource inBelow(Path root, Path flake, String below, List<SourceWay> ways) {
        Path inside = flake.resolve(below).normalize();
        boolean isAmbiguous = root.equals(flake) && !SourceWay.isThere(root.resolve(REPOSITORY));
        return isAmbiguous || !inside.startsWith(root) || !isFlake(inside)
                ? null
                : FlakeSource.local(root, inside, ways);
    }

    private static @Nullable FlakeSource in(Path root, @Nullable String below, List<SourceWay> ways) {
        Path flake = below == null ? root : root.resolve(below).normalize();
        return flake.startsWith(root) && isFlake(flake) ? FlakeSource.local(root, flake, ways) : null;
    }

    /** Returns a path as Nix completes it: the directory is known by its real path, and a {@code ..} removes a name. */
    private static Path lexical(Path directory, String path) throws IOException {
        return directory.toRealPath().resolve(path).normalize();
    }

    private static List<SourceWay> ofNote(SourceWay physical, SourceWay lexical) {
        List<SourceWay> ways = new ArrayList<>();
        if (physical.isOfNote()) {
            ways.add(physical);
        }
        if (lexical.isOfNote() && !lexical.links().equals(physical.links())) {
            ways.add(lexical);
        }
        return ways;
    }

    /**
     * Returns whether a folder is in a store, so that its content never changes. A folder that is only called like a store
     * path can be written.
     */
    static boolean isStored(Path real) throws IOException {
        for (Path at = real; at != null; at = at.getParent()) {
            if (StorePath.isStorePath(at.toString())) {
                FileStamp stamp = FileStamp.of(at, LinkOption.NOFOLLOW_LINKS);
                return stamp != null && stamp.isOfStore();
            }
        }
        return false;
    }

    private static boolean isFlake(Path folder) {
        return Files.isRegularFile(folder.resolve(FLAKE));
    }

    /**
     * The result of a search in a folder and the folders above it; two are equal if they found the same source.
     *
     * @param root the folder of the repository, or of the flake if there is no repository; the real path
     * @param flake the folder of the flake; the real path
     * @param bare the folders that are not that of a repository
     */
    private record Search(Path root, Path flake, List<Path> bare) {

        static @Nullable Search from(Path place) throws IOException {
            Path flake = place;
            while (!isFlake(flake)) {
                Path parent = flake.getParent();
                if (parent == null || SourceWay.isThere(flake.resolve(REPOSITORY))) {
                    return null;
                }
                flake = parent;
            }
            Path real = flake.toRealPath();
            List<Path> bare = new ArrayList<>();
            for (Path folder = flake; folder != null; folder = folder.getParent()) {
                if (SourceWay.isThere(folder.resolve(REPOSITORY))) {
                    return new Search(folder.toRealPath(), real, bare);
                }
                bare.add(folder);
            }
            return new Search(real, real, bare);
        }

        /** Returns the places without a repository, but for those in the source, whose files are observed anyway. */
        List<Path> absentOutside() throws IOException {
            List<Path> outside = new ArrayList<>();
            for (Path folder : bare) {
                if (!folder.toRealPath().startsWith(root)) {
                    outside.add(folder.resolve(REPOSITORY));
                }
            }
            return outside;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Search that && root.equals(that.root) && flake.equals(that.flake);
        }

        @Override
        public int hashCode() {
            return root.hashCode() * 31 + flake.hashCode();
        }
    }
}
