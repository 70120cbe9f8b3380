package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.store.StorePins;
import java.util.ArrayList;
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
 * @param fresh what Nix has just answered; null if it was not asked
 * @param seats the parts in work that others need as well; closed along with the pins, or before
 */
public record ResolvedPackages(
        NixServices tools,
        List<Resolution> resolutions,
        StorePins pins,
        @Nullable RealisedOutputs realised,
        @Nullable CacheKey key,
        @Nullable CachedAnswer cached,
        @Nullable FreshResolution fresh,
        List<SingleFlight<?, ?>.Participation> seats) {

    /** Makes an answer that is remembered. */
    static ResolvedPackages remembered(NixServices tools, StorePins pins, CacheKey key, CachedAnswer cached) {
        RealisedOutputs realised = cached.realised();
        return new ResolvedPackages(
                tools,
                cached.resolutions(),
                pins,
                realised,
                key,
                cached,
                null,
                realised == null ? new ArrayList<>() : List.of());
    }

    /** Makes an answer that Nix has just given. */
    static ResolvedPackages fresh(NixServices tools, FreshResolution fresh, @Nullable CacheKey key) {
        return new ResolvedPackages(
                tools, fresh.resolutions(), new StorePins(tools.view()), null, key, null, fresh, new ArrayList<>());
    }

    /** Keeps the part in some work for as long as this is not done. */
    void keep(SingleFlight<?, ?>.Participation seat) {
        seats.add(seat);
        pins.closeWith(seat);
    }

    /** Gives up the parts in work that others need as well: who comes now finds the answer where it is remembered. */
    public void done() {
        for (SingleFlight<?, ?>.Participation seat : seats) {
            seat.close();
        }
    }
}
