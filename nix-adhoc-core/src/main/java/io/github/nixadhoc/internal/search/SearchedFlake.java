package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.resolve.FlakeLocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A flake whose packages can be read.
 *
 * @param location the flake reference
 * @param url its locked URL, which contains a revision or a hash
 * @param locks its locked inputs
 * @param isFixed whether neither of them can ever change, unless local files do
 * @param local the local folder or file that it is read from, as Nix names it; null if it is fetched
 * @param isFolder whether that is a folder or a repository, not an archive
 * @param metadata the output of {@code nix flake metadata --json}
 */
public record SearchedFlake(
        FlakeLocation location,
        String url,
        String locks,
        boolean isFixed,
        @Nullable Path local,
        boolean isFolder,
        String metadata) {}
