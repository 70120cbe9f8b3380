package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A request to Nix to resolve packages.
 *
 * @param request the packages and their purpose
 * @param key the key of the result in the cache; null if it cannot be cached
 * @param observation the sources as they are before the evaluation; null if the result cannot be cached
 */
record ResolutionRequest(
        CacheRequest request,
        @Nullable CacheKey key,
        @Nullable SourceSnapshot observation) {

    /** Returns an id that differs from that of all other requests of the same evaluation. */
    String id() {
        return key == null ? request.purpose() + " " + request.installables() : key.digest();
    }
}
