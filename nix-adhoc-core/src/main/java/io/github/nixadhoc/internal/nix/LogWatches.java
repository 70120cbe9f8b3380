package io.github.nixadhoc.internal.nix;

import org.jspecify.annotations.Nullable;

/** What watches each thread. */
final class LogWatches {

    static final ThreadLocal<@Nullable LogWatch> CURRENT = new ThreadLocal<>();

    private LogWatches() {}
}
