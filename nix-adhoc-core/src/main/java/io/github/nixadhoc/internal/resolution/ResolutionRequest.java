package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What Nix is to be asked.
 *
 * @param request the request
 * @param key the key to remember the answer by; null if it cannot be remembered
 * @param observation what is seen before Nix is asked; null if the answer cannot be remembered
 */
record ResolutionRequest(
        CacheRequest request,
        @Nullable CacheKey key,
        @Nullable SourceSnapshot observation) {

    /** Returns what tells it from other questions that are asked at the same time. */
    String id() {
        return key == null ? request.purpose() + " " + request.installables() : key.digest();
    }
}
