package io.github.nixadhoc;

import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.Observation;
import io.github.nixadhoc.internal.cache.Realised;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.StorePins;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the packages of a command stand for, from the cache or from Nix.
 *
 * @param tools the Nix that has answered
 * @param resolutions one for each package
 * @param pins hold what is known to be in the store; whoever has the answer closes them
 * @param realised that all outputs are in the store, and held; null if that has to be seen to
 * @param key the key to remember it by; null if it cannot be remembered
 * @param cached what was remembered; null if Nix was asked
 * @param observation what was seen before Nix was asked; null if it was not, or the answer cannot be remembered
 */
record Answer(
        NixTools tools,
        List<Resolution> resolutions,
        StorePins pins,
        @Nullable Realised realised,
        @Nullable CacheKey key,
        @Nullable CachedAnswer cached,
        @Nullable Observation observation) {}
