package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import io.github.nixadhoc.internal.fingerprint.SourceWay;
import io.github.nixadhoc.internal.fingerprint.TreeFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of an index: the ways to a flake and its local files, observed before the packages are read.
 *
 * @param floating whether the content may change although nothing changes on this machine
 * @param ways the ways that can change by themselves
 * @param local the local folder or file; null if there is none whose content can change
 * @param tree the fingerprint of that; null if there is none
 */
record IndexSource(
        boolean floating,
        List<SourceWay> ways,
        @Nullable Path local,
        @Nullable TreeFingerprint tree) {

    /**
     * A checkout of nixpkgs has a third of that number. The fingerprint of more files would take longer than Nix does.
     */
    private static final int MAX_FILES = 200_000;

    /**
     * Observes a source.
     *
     * @param source the source that the reference of the flake leads to; null if that is not certain
     * @param found the flake that Nix has found by the reference
     * @return null if its changes cannot be observed
     */
    static @Nullable IndexSource observe(@Nullable FlakeSource source, SearchedFlake found) {
        Path named = found.local();
        if (source == null) {
            // an archive is one file, to which its address leads in no other way
            return named != null && found.isFolder() ? null : of(false, named);
        }
        Path root = source.root();
        if (root == null) {
            boolean isContentCertain = named == null || !source.floating();
            return isContentCertain ? new IndexSource(source.floating(), source.ways(), null, null) : of(true, named);
        }
        return named == null || isSame(root, named) ? of(source.floating(), source.ways(), root) : null;
    }

    private static @Nullable IndexSource of(boolean floating, @Nullable Path named) {
        try {
            return named == null
                    ? new IndexSource(floating, List.of(), null, null)
                    : of(floating, SourceWay.to(named), named);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable IndexSource of(boolean floating, List<SourceWay> ways, Path local) {
        TreeFingerprint tree = fingerprint(local);
        return tree == null ? null : new IndexSource(floating, ways, local, tree);
    }

    private static boolean isSame(Path root, Path named) {
        try {
            return named.toRealPath().equals(root);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the fingerprint of a flake's files; null if there are no files, or too many. */
    static @Nullable TreeFingerprint fingerprint(Path local) {
        return TreeFingerprint.of(local, MAX_FILES);
    }

    /** Returns whether each change after a moment, in nanoseconds since 1970, will show. */
    boolean isOlderThan(long moment) {
        return (tree == null || tree.isOlderThan(moment)) && ways.stream().allMatch(way -> way.isOlderThan(moment));
    }

    /** Returns whether {@link #isOlderThan} may be true after a tick of the clock for files. */
    boolean isAboutToBeOlderThan(long moment) {
        return tree != null && tree.isAboutToBeOlderThan(moment)
                || ways.stream().anyMatch(way -> way.isAboutToBeOlderThan(moment));
    }

    /** Returns the digest of the local files; empty if there are none. */
    String fingerprint() {
        return tree == null ? "" : tree.digest();
    }
}
