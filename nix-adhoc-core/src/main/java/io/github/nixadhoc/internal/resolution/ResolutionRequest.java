package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import java.util.List;
import java.util.function.Supplier;
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

    /**
     * Returns the result of some work, and adds the cause to its failure if that is a file missing in a flake.
     *
     * @param requests the requests that the work is for
     * @throws NixException if the work fails
     */
    static <T> T explaining(List<ResolutionRequest> requests, Supplier<T> work) {
        try {
            return work.get();
        } catch (NixException e) {
            NixException explained = e;
            for (ResolutionRequest each : requests) {
                if (each.key() != null) {
                    explained =
                            each.key().request().explained(explained, each.key().snapshot());
                }
            }
            throw explained;
        }
    }
}
