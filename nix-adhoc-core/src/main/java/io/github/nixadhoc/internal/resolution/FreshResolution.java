package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.SourceSnapshot;
import io.github.nixadhoc.internal.resolve.Resolution;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What Nix has just answered, perhaps to several who have waited for it together.
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
     * Makes an answer that nobody has remembered yet.
     *
     * @param resolutions the answer, one for each installable
     * @param observation what was seen before Nix was asked; null if the answer cannot be remembered
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

    /** Returns whether it is up to the caller to remember it: one does, and one more who knows that it is in the store. */
    boolean isMineToRemember(boolean realised) {
        int level = realised ? REALISED : RESOLVED;
        return remembered.getAndAccumulate(level, Math::max) < level;
    }
}
