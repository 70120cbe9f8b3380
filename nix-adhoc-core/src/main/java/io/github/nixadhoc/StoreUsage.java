package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * What a store holds, what of it could go, and what keeps the rest.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param paths how many store paths there are
 * @param totalSize the sum of their NAR sizes, as {@code nix path-info --all --size} tells them
 * @param diskUsage the blocks that all files of the store occupy on its disk, files with several links once, as
 *     {@code du} counts them; in whole KiB
 * @param reclaimable what a garbage collection would free now, without deleting generations: the {@link GarbageResult#freed}
 *     of a dry run
 * @param reclaimablePaths the store paths that it would delete, sorted
 * @param roots what keeps the others, as Nix tells it: links, profiles, and the files that running processes have open;
 *     sorted by link
 * @since 0.1
 */
public record StoreUsage(
        int paths,
        ByteSize totalSize,
        ByteSize diskUsage,
        ByteSize reclaimable,
        List<StorePath> reclaimablePaths,
        List<GcRoot> roots) {

    /**
     * Copies the lists.
     *
     * @param paths how many store paths there are
     * @param totalSize the sum of their sizes
     * @param diskUsage what they occupy on the disk
     * @param reclaimable what a collection would free
     * @param reclaimablePaths what a collection would delete
     * @param roots what keeps the others
     */
    public StoreUsage {
        Objects.requireNonNull(totalSize, "totalSize");
        Objects.requireNonNull(diskUsage, "diskUsage");
        Objects.requireNonNull(reclaimable, "reclaimable");
        reclaimablePaths = List.copyOf(reclaimablePaths);
        roots = List.copyOf(roots);
    }

    /** Returns the numbers, and the roots that keep the most alone. */
    @Override
    public String toString() {
        return Print.usage(this);
    }
}
