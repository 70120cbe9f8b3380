package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the packages of all stages of one pipeline, with one evaluation for the stages that have the same directory.
 *
 * <p>For one pipeline and one thread.
 */
public final class PipelineResolver {

    private final PackageResolver resolver;
    private final FailureContext context;
    private final Deadline deadline;
    private final Map<Integer, ResolvedPackages> resolved = new HashMap<>();

    public PipelineResolver(PackageResolver resolver, FailureContext context, Deadline deadline) {
        this.resolver = resolver;
        this.context = context;
        this.deadline = deadline;
    }

    /**
     * Returns the packages of each query, in order. The caller closes their pins.
     *
     * @throws io.github.nixadhoc.error.NixException if Nix was called and failed
     */
    public List<ResolvedPackages> resolve(List<PackageQuery> queries) {
        try {
            Map<@Nullable Path, List<Integer>> missing = new LinkedHashMap<>();
            NixLook look = resolver.look();
            for (int i = 0; i < queries.size(); i++) {
                PackageQuery query = queries.get(i);
                ResolvedPackages cached = resolver.findCached(query, look, deadline);
                if (cached != null) {
                    resolved.put(i, cached);
                } else if (!query.refresh()) {
                    missing.computeIfAbsent(query.directory(), directory -> new ArrayList<>())
                            .add(i);
                }
            }
            missing.forEach((directory, indices) -> evaluateTogether(queries, indices, directory, look));
            for (int i = 0; i < queries.size(); i++) {
                if (!resolved.containsKey(i)) {
                    // A refresh evaluates by itself. A stage that failed together with others reports its own failure.
                    resolved.put(i, resolver.resolve(queries.get(i), look, deadline));
                }
            }
            List<ResolvedPackages> inOrder = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                inOrder.add(Objects.requireNonNull(resolved.get(i)));
            }
            return inOrder;
        } catch (RuntimeException e) {
            resolved.values().forEach(packages -> packages.pins().close());
            throw e;
        }
    }

    private void evaluateTogether(
            List<PackageQuery> queries, List<Integer> indices, @Nullable Path directory, NixLook look) {
        if (indices.size() == 1) {
            return;
        }
        Map<Integer, ResolutionRequest> requests = new LinkedHashMap<>();
        indices.forEach(index -> requests.put(index, resolver.request(queries.get(index), look, deadline)));
        List<ResolutionRequest> distinct = List.copyOf(requests.values().stream()
                .collect(
                        LinkedHashMap<String, ResolutionRequest>::new,
                        (byId, request) -> byId.put(request.id(), request),
                        Map::putAll)
                .values());
        SharedEvaluations.Evaluation evaluation = resolver.evaluations()
                .evaluate(
                        distinct,
                        (services, until) -> evaluate(services, distinct, directory, until),
                        context,
                        deadline);
        boolean used = false;
        for (Map.Entry<Integer, ResolutionRequest> entry : requests.entrySet()) {
            ResolvedPackages packages = evaluation.packages(entry.getValue());
            if (packages != null) {
                used = true;
                resolved.put(entry.getKey(), packages);
            }
        }
        if (!used) {
            evaluation.leave();
        }
    }

    private static Map<String, FreshResolution> evaluate(
            NixServices services, List<ResolutionRequest> requests, @Nullable Path directory, Deadline deadline) {
        Set<Installable> distinct = new LinkedHashSet<>();
        requests.forEach(request -> distinct.addAll(request.request().installables()));
        List<Installable> installables = List.copyOf(distinct);
        List<List<Resolution>> resolutionsOfEach = services.resolver().resolveForAll(installables, directory, deadline);
        Map<String, FreshResolution> results = new HashMap<>();
        for (ResolutionRequest request : requests) {
            List<Resolution> resolutions = new ArrayList<>();
            request.request().installables().forEach(installable -> {
                List<Resolution> forAllPurposes = resolutionsOfEach.get(installables.indexOf(installable));
                forAllPurposes.stream()
                        .filter(resolution ->
                                resolution.purpose() == request.request().purpose())
                        .forEach(resolutions::add);
            });
            if (resolutions.size() == request.request().installables().size()) {
                results.put(request.id(), new FreshResolution(resolutions, request.observation()));
            }
        }
        return results;
    }
}
