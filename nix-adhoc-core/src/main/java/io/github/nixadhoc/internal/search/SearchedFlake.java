package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.resolve.FlakeLocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A flake whose packages are to be read.
 *
 * @param location where it was looked for
 * @param url what it stands for now: its revision or its hash is in it
 * @param locks what its inputs stand for now
 * @param isFixed whether both can never be anything else
 * @param local the folder or file that it is read from each time; null if it is fetched
 * @param metadata all that Nix told of it
 */
public record SearchedFlake(
        FlakeLocation location,
        String url,
        String locks,
        boolean isFixed,
        @Nullable Path local,
        String metadata) {}
