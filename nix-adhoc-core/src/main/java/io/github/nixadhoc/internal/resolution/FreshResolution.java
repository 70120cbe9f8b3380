package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.SourceSnapshot;
import io.github.nixadhoc.internal.resolve.Resolution;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A result of Nix that is not in the cache yet. Several callers may share it.
 *
 * <p>Thread-safe.
 */
final class FreshResolution {

    private static final int RESOLVED = 1;
    private static final int REALISED = 2;

    private final List<Resolution> resolutions;
    private final @Nullable SourceSnapshot observation;
    private final AtomicInteger remembered = new AtomicInteger();

    /**
     * Creates a result that no caller has added to the cache yet.
     *
     * @param resolutions one for each installable
     * @param observation the sources as they were before the evaluation; null if the result cannot be cached
     */
    FreshResolution(List<Resolution> resolutions, @Nullable SourceSnapshot observation) {
        this.resolutions = List.copyOf(resolutions);
        this.observation = observation;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    @Nullable
    SourceSnapshot observation() {
        return observation;
    }

    /**
     * Returns true if this caller has to add the result to the cache: the first caller does, and the first one that knows
     * that the outputs are in the store.
     */
    boolean claimRemembering(boolean realised) {
        int level = realised ? REALISED : RESOLVED;
        return remembered.getAndAccumulate(level, Math::max) < level;
    }
}
