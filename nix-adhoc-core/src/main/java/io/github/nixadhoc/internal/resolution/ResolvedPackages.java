package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.store.StorePins;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a command after their resolution, from the cache or from Nix.
 *
 * @param services the Nix that resolved them
 * @param resolutions one for each package
 * @param pins hold the outputs that are known to be in the store; the caller closes them
 * @param realised the outputs, if all are in the store and held; null if they have to be realised
 * @param key the key in the cache; null if they cannot be cached
 * @param cached the entry of the cache; null if Nix was called
 * @param fresh the result of Nix; null if Nix was not called
 * @param participations the parts in shared work; they close with the pins, or before
 */
public record ResolvedPackages(
        NixServices services,
        List<Resolution> resolutions,
        StorePins pins,
        @Nullable RealisedOutputs realised,
        @Nullable CacheKey key,
        @Nullable CachedAnswer cached,
        @Nullable FreshResolution fresh,
        List<SingleFlight<?, ?>.Participation> participations) {

    /** Returns packages from the cache. */
    static ResolvedPackages cached(NixServices services, StorePins pins, CacheKey key, CachedAnswer cached) {
        RealisedOutputs realised = cached.realised();
        return new ResolvedPackages(
                services, cached.resolutions(), pins, realised, key, cached, null, new ArrayList<>());
    }

    /** Returns packages that Nix has just resolved. */
    static ResolvedPackages fresh(NixServices services, FreshResolution fresh, @Nullable CacheKey key) {
        return new ResolvedPackages(
                services,
                fresh.resolutions(),
                new StorePins(services.view()),
                null,
                key,
                null,
                fresh,
                new ArrayList<>());
    }

    /** Returns the packages with the paths of all outputs, which are known after their realisation. */
    public ResolvedPackages completed(Realisation realisation) {
        List<Resolution> completed = realisation.completed(resolutions);
        return completed.equals(resolutions)
                ? this
                : new ResolvedPackages(services, completed, pins, realised, key, cached, fresh, participations);
    }

    /** Keeps a part in shared work until this is done or its pins are closed. */
    void keep(SingleFlight<?, ?>.Participation participation) {
        participations.add(participation);
        pins.closeWith(participation);
    }

    /** Gives up the parts in shared work. Later callers find the result in the cache. */
    public void done() {
        for (SingleFlight<?, ?>.Participation participation : participations) {
            participation.close();
        }
    }
}
