package io.github.nixadhoc.internal.nix;

import org.jspecify.annotations.Nullable;

/** The watch of each thread. */
final class LogWatches {

    static final ThreadLocal<@Nullable LogWatch> CURRENT = new ThreadLocal<>();

    private LogWatches() {}
}
