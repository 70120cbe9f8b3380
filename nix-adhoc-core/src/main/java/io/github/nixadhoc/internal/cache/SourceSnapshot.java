package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import java.util.List;
import java.util.Map;

/**
 * The sources of an answer as they were before Nix was asked, so that a change during its work is noticed.
 *
 * @param key the key of the answer
 * @param nanos the time of the observation, in nanoseconds since 1970
 * @param sources the sources of the flakes, by their references
 * @param trees the folders among the sources
 */
public record SourceSnapshot(
        CacheKey key, long nanos, Map<String, FlakeSource> sources, List<CachedAnswer.Tree> trees) {

    public SourceSnapshot {
        sources = Map.copyOf(sources);
        trees = List.copyOf(trees);
    }
}
