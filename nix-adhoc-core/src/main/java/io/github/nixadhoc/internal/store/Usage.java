package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What a store holds.
 *
 * @param paths how many paths
 * @param totalSize the sum of their NAR sizes
 * @param diskUsage what they occupy on the disk
 * @param garbage the paths that nothing keeps
 * @param reclaimable what deleting those would free, as Nix counts it
 * @param roots what keeps the others
 */
public record Usage(
        int paths,
        ByteSize totalSize,
        ByteSize diskUsage,
        List<StorePath> garbage,
        ByteSize reclaimable,
        List<GcRoot> roots) {}
