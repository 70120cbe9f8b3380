package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.cache.CacheKey;
import io.github.nixadhoc.internal.cache.CacheRequest;
import io.github.nixadhoc.internal.cache.CachedAnswer;
import io.github.nixadhoc.internal.cache.RealisedOutputs;
import io.github.nixadhoc.internal.cache.ResolutionCache;
import io.github.nixadhoc.internal.cache.SourceSnapshot;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixBinary;
import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.singleflight.SingleFlight;
import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.model.Freshness;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the packages of commands: from the cache where its answer is still valid, else by an evaluation of Nix that all
 * callers share.
 *
 * <p>Thread-safe. The caller closes the pins of the packages that it gets.
 */
public final class PackageResolver {

    private final NixRuntime nix;
    private final Freshness freshness;
    private final ResolutionCache cache;
    private final BackgroundRefresh backgroundRefresh;
    private final SharedEvaluations evaluations;

    public PackageResolver(NixRuntime nix, Freshness freshness) {
        this.nix = nix;
        this.freshness = freshness;
        this.cache = new ResolutionCache(nix.cli(), nix.settings(), nix.fingerprint());
        this.backgroundRefresh = new BackgroundRefresh();
        this.evaluations = new SharedEvaluations(nix, cache);
    }

    /**
     * Returns the packages of a command.
     *
     * @throws NixException if Nix was called and failed
     */
    public ResolvedPackages resolve(PackageQuery query, Deadline deadline) {
        return resolve(query, look(), deadline);
    }

    /** Looks at the Nix in use and at its settings, for all packages of one run. */
    NixLook look() {
        NixBinary binary = nix.cli().binary();
        return new NixLook(binary, cache.snapshot(binary));
    }

    ResolvedPackages resolve(PackageQuery query, NixLook look, Deadline deadline) {
        CacheRequest cacheRequest = cacheRequest(query);
        CacheKey key = key(cacheRequest, look);
        if (query.refresh()) {
            NixServices services = nix.refreshing().services(deadline);
            ResolutionRequest request =
                    new ResolutionRequest(cacheRequest, key, key == null ? null : cache.observe(key));
            return ResolvedPackages.fresh(
                    services, query.failureContext().around(() -> evaluate(services, request, deadline)), key);
        }
        ResolvedPackages cached = key == null ? null : findCached(key, look.binary(), deadline);
        return cached == null
                ? evaluateShared(request(cacheRequest, key, deadline), look.binary(), query.failureContext(), deadline)
                : cached;
    }

    private ResolvedPackages evaluateShared(
            ResolutionRequest request, NixBinary binary, FailureContext context, Deadline deadline) {
        CacheKey key = request.key();
        SharedEvaluations.Evaluator evaluator =
                (services, until) -> Map.of(request.id(), evaluate(services, request, until));
        SharedEvaluations.Evaluation evaluation = evaluations.evaluateUnless(
                () -> key != null && cache.find(key) != null, List.of(request), evaluator, context, deadline);
        if (evaluation == null && key != null) {
            ResolvedPackages cached = findCached(key, binary, deadline);
            if (cached != null) {
                return cached;
            }
        }
        SharedEvaluations.Evaluation certain =
                evaluation != null ? evaluation : evaluations.evaluate(List.of(request), evaluator, context, deadline);
        ResolvedPackages packages = certain.packages(request);
        if (packages == null) {
            // The shared evaluation was for more packages, and tolerates one that does not serve this purpose.
            certain.leave();
            NixServices services = certain.batch().services();
            packages =
                    ResolvedPackages.fresh(services, context.around(() -> evaluate(services, request, deadline)), key);
        }
        return packages;
    }

    /**
     * Returns packages, each resolved by itself for each purpose that it serves.
     *
     * @param installables the packages, each once
     * @param directory the directory from which relative references start; null for that of the JVM
     * @return for each package, in order, one result or more; the caller closes their pins
     * @throws NixException if Nix was called and failed
     */
    public List<List<ResolvedPackages>> resolveEach(
            List<Installable> installables, @Nullable Path directory, FailureContext context, Deadline deadline) {
        NixLook look = look();
        Map<Installable, List<ResolvedPackages>> resolved = new HashMap<>();
        Map<Installable, List<ResolutionRequest>> missing = new LinkedHashMap<>();
        try {
            for (Installable installable : installables) {
                List<ResolvedPackages> known = resolved.computeIfAbsent(installable, one -> new ArrayList<>());
                for (Purpose purpose : Purpose.values()) {
                    CacheKey key = key(cacheRequest(purpose, List.of(installable), directory), look);
                    ResolvedPackages cached = key == null ? null : findCached(key, look.binary(), deadline);
                    if (cached != null) {
                        known.add(cached);
                    }
                }
                if (known.size() < Purpose.values().length) {
                    close(known);
                    known.clear();
                    missing.put(installable, requestsForEachPurpose(installable, directory, look, deadline));
                }
            }
            if (!missing.isEmpty()) {
                SharedEvaluations.Evaluation evaluation = evaluateEach(missing, directory, context, deadline);
                missing.forEach((installable, requests) -> requests.forEach(request -> {
                    ResolvedPackages packages = evaluation.packages(request);
                    if (packages != null) {
                        resolved.computeIfAbsent(installable, one -> new ArrayList<>())
                                .add(packages);
                    }
                }));
            }
            return installables.stream()
                    .map(installable -> Objects.requireNonNull(resolved.get(installable)))
                    .toList();
        } catch (RuntimeException e) {
            resolved.values().forEach(PackageResolver::close);
            throw e;
        }
    }

    /** Returns the packages of a command from the cache; null if Nix has to be called. */
    @Nullable
    ResolvedPackages findCached(PackageQuery query, NixLook look, Deadline deadline) {
        CacheKey key = query.refresh() ? null : key(cacheRequest(query), look);
        return key == null ? null : findCached(key, look.binary(), deadline);
    }

    /** Returns the evaluations that callers share. */
    SharedEvaluations evaluations() {
        return evaluations;
    }

    /** Returns the request to Nix for a command. */
    ResolutionRequest request(PackageQuery query, NixLook look, Deadline deadline) {
        CacheRequest cacheRequest = cacheRequest(query);
        return request(cacheRequest, key(cacheRequest, look), deadline);
    }

    /** Returns the key of a request; null if the answer cannot be cached. */
    private @Nullable CacheKey key(CacheRequest cacheRequest, NixLook look) {
        return look.snapshot() == null ? null : cache.key(cacheRequest, look.snapshot());
    }

    private CacheRequest cacheRequest(PackageQuery query) {
        return cacheRequest(query.purpose(), query.installables(), query.directory());
    }

    private List<ResolutionRequest> requestsForEachPurpose(
            Installable installable, @Nullable Path directory, NixLook look, Deadline deadline) {
        List<ResolutionRequest> requests = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            CacheRequest cacheRequest = cacheRequest(purpose, List.of(installable), directory);
            requests.add(request(cacheRequest, key(cacheRequest, look), deadline));
        }
        return requests;
    }

    private SharedEvaluations.Evaluation evaluateEach(
            Map<Installable, List<ResolutionRequest>> missing,
            @Nullable Path directory,
            FailureContext context,
            Deadline deadline) {
        List<Installable> installables = List.copyOf(missing.keySet());
        List<ResolutionRequest> requests =
                missing.values().stream().flatMap(List::stream).toList();
        SharedEvaluations.Evaluator evaluator = (services, until) -> {
            Map<String, FreshResolution> results = new HashMap<>();
            Iterator<List<ResolutionRequest>> ofEach = missing.values().iterator();
            for (List<Resolution> resolutions : services.resolver().resolveForAll(installables, directory, until)) {
                Map<Purpose, Resolution> byPurpose = new EnumMap<>(Purpose.class);
                resolutions.forEach(resolution -> byPurpose.put(resolution.purpose(), resolution));
                for (ResolutionRequest request : ofEach.next()) {
                    Resolution resolution = byPurpose.get(request.request().purpose());
                    if (resolution != null) {
                        results.put(request.id(), new FreshResolution(List.of(resolution), request.observation()));
                    }
                }
            }
            return results;
        };
        return evaluations.evaluate(requests, evaluator, context, deadline);
    }

    private ResolutionRequest request(CacheRequest cacheRequest, @Nullable CacheKey key, Deadline deadline) {
        SourceSnapshot observation = key == null ? null : cache.observe(key);
        if (key != null && observation == null) {
            // A source that has changed a moment ago cannot be observed. The first call for the services takes a while,
            // and the source may be old enough after it.
            NixServices unused = nix.services(deadline);
            observation = cache.observe(key);
        }
        return new ResolutionRequest(cacheRequest, key, observation);
    }

    private static FreshResolution evaluate(NixServices services, ResolutionRequest request, Deadline deadline) {
        List<Resolution> resolutions =
                ResolutionRequest.explaining(List.of(request), () -> evaluate(services, request.request(), deadline));
        return new FreshResolution(resolutions, request.observation());
    }

    private static List<Resolution> evaluate(NixServices services, CacheRequest request, Deadline deadline) {
        return services.resolver()
                .resolve(List.copyOf(request.installables()), request.purpose(), request.directory(), deadline);
    }

    private static void close(List<ResolvedPackages> resolved) {
        resolved.forEach(packages -> packages.pins().close());
    }

    private @Nullable ResolvedPackages findCached(CacheKey key, NixBinary binary, Deadline deadline) {
        CachedAnswer cached = cache.find(key);
        if (cached == null || nix.policyGate().isOn() && !cached.hasAllFlakes()) {
            return null;
        }
        boolean stale = cache.isStale(key, cached);
        if (stale && freshness == Freshness.ALWAYS) {
            return null;
        }
        String settings = key.snapshot().digest();
        nix.cli().assume(binary, settings, cached.installation(binary.path()));
        NixServices services = nix.services(binary, settings, deadline);
        StorePins pins = new StorePins(services.view());
        if (!hold(cached, pins, deadline)) {
            pins.close();
            cache.forget(key);
            return null;
        }
        if (stale && freshness == Freshness.BACKGROUND) {
            backgroundRefresh.start(key.digest(), () -> renew(key, cached));
        }
        return ResolvedPackages.cached(services, pins, key, cached);
    }

    /** Outputs that were never in the store cannot have been deleted, but the derivations that build them can. */
    private static boolean hold(CachedAnswer cached, StorePins pins, Deadline deadline) {
        RealisedOutputs realised = cached.realised();
        if (realised != null) {
            return pins.holdUnchanged(realised.marks(), deadline);
        }
        for (Resolution resolution : cached.resolutions()) {
            StorePath derivation = resolution.derivation();
            if (derivation != null && !pins.tryToHold(derivation, deadline)) {
                return false;
            }
        }
        return true;
    }

    /** Downloads and builds nothing: the policy has to see a command that needs the new outputs first. */
    private void renew(CacheKey key, CachedAnswer old) {
        Deadline deadline = BackgroundRefresh.deadline();
        SourceSnapshot observation = cache.observe(key);
        if (observation == null) {
            return;
        }
        NixServices services = nix.services(deadline);
        List<Resolution> resolutions = evaluate(services, key.request(), deadline);
        boolean same = paths(resolutions).equals(paths(old.resolutions()));
        cache.record(observation, services.installation(), resolutions, same ? old.realised() : null, deadline);
    }

    /**
     * Adds resolved packages to the cache.
     *
     * @param packages the packages
     * @param realised their outputs, which are all in the store; null if that is not known
     */
    public void remember(ResolvedPackages packages, @Nullable RealisedOutputs realised, Deadline deadline) {
        FreshResolution fresh = packages.fresh();
        // The next use of an impure package has to build it again.
        boolean again = isImpure(packages.resolutions());
        RealisedOutputs lasting = again ? null : realised;
        if (fresh != null) {
            SourceSnapshot observation = fresh.observation();
            if (observation != null && fresh.claimRemembering(lasting != null)) {
                cache.record(
                        observation,
                        packages.services().installation(),
                        again ? fresh.resolutions() : packages.resolutions(),
                        lasting,
                        deadline);
            }
        } else if (packages.key() != null
                && packages.cached() != null
                && packages.realised() == null
                && lasting != null) {
            cache.complete(packages.key(), packages.cached(), packages.resolutions(), lasting);
        }
    }

    private static boolean isImpure(List<Resolution> resolutions) {
        for (Resolution resolution : resolutions) {
            if (resolution.isImpure()) {
                return true;
            }
        }
        return false;
    }

    /** Removes resolved packages from the cache, since they turned out not to be valid. */
    public void forget(ResolvedPackages packages) {
        packages.participations().forEach(SingleFlight.Participation::hide);
        if (packages.key() != null) {
            cache.forget(packages.key());
        }
    }

    /** Returns the marks of the outputs while they are held and valid; empty if an output has none. */
    public static List<StoreMark> marks(ResolvedPackages packages) {
        List<StoreMark> marks = new ArrayList<>();
        for (StorePath path : paths(packages.resolutions())) {
            StoreMark mark = StoreMark.of(path, packages.services().view());
            if (mark == null) {
                return List.of();
            }
            marks.add(mark);
        }
        return marks;
    }

    /** Returns the outputs, each once. */
    public static List<StorePath> paths(List<Resolution> resolutions) {
        Set<StorePath> paths = new LinkedHashSet<>();
        for (Resolution resolution : resolutions) {
            paths.addAll(resolution.paths());
        }
        return List.copyOf(paths);
    }

    /** Stops the evaluations that still run, those in the background included. */
    public void close() {
        backgroundRefresh.close();
        evaluations.close();
    }

    private CacheRequest cacheRequest(Purpose purpose, List<Installable> installables, @Nullable Path directory) {
        return new CacheRequest(purpose, nix.nixpkgs().qualify(installables), directory, configuration());
    }

    /** An answer depends on the allowances: a package that is allowed for one client is refused to another. */
    private String configuration() {
        Allowances allowances = nix.nixpkgs().allowances();
        return allowances.isEmpty() ? "" : nix.nixpkgs().flake() + " " + allowances.toNix();
    }
}
