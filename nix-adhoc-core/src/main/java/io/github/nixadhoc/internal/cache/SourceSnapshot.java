package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.FlakeSource;
import java.util.List;
import java.util.Map;

/**
 * What was seen before Nix was asked, so that nothing that changes meanwhile goes unnoticed.
 *
 * @param key the key
 * @param nanos when it was, in nanoseconds since 1970
 * @param sources where the flakes come from, by their references
 * @param trees the folders among these
 */
public record SourceSnapshot(
        CacheKey key, long nanos, Map<String, FlakeSource> sources, List<CachedAnswer.Tree> trees) {

    public SourceSnapshot {
        sources = Map.copyOf(sources);
        trees = List.copyOf(trees);
    }
}
