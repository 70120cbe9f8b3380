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
 * @param isFixed whether neither of them can ever change
 * @param local the local folder or file that it is read from; null if it is fetched
 * @param metadata the output of {@code nix flake metadata --json}
 */
public record SearchedFlake(
        FlakeLocation location,
        String url,
        String locks,
        boolean isFixed,
        @Nullable Path local,
        String metadata) {}
