package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.GarbageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Collects garbage by Nix, or finds out what a collection would delete.
 *
 * <p>Immutable and thread-safe.
 */
public final class GarbageCollector {

    private final NixCli nix;
    private final NixSettings settings;
    private final StoreView view;
    private final StoreSurvey survey;
    private final FileSizes sizes;

    /**
     * Creates a collector.
     *
     * @param nix the Nix that collects
     * @param settings the settings of that Nix
     * @param view the locations of its store's files
     */
    public GarbageCollector(NixCli nix, NixSettings settings, StoreView view) {
        this.nix = nix;
        this.settings = settings;
        this.view = view;
        this.survey = new StoreSurvey(nix);
        this.sizes = new FileSizes(view);
    }

    /**
     * Collects garbage, or finds out what would be deleted if the request is a dry run.
     *
     * @throws UnsupportedOperationException if generations are to be deleted and the store has its own root or is on
     *     another machine: Nix would delete generations of this user's profiles, which belong to the usual store
     */
    public GarbageResult collect(CollectionRequest request, Deadline deadline) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        if (request.generations().old()) {
            requireUsualStore(deadline);
        }
        List<ProfileGeneration> generations = oldGenerations(request.generations(), variables, deadline);
        List<StorePath> garbage = garbage(generations, deadline);
        long size = sizes.of(garbage, deadline);
        return request.dryRun()
                ? GarbageResult.of(garbage, ByteSize.of(size), true, generations)
                : delete(request, garbage, size, deadline);
    }

    private GarbageResult delete(CollectionRequest request, List<StorePath> garbage, long size, Deadline deadline) {
        CollectionLog log = new CollectionLog(request.consumers());
        NixCall call = new NixCall("nix-collect-garbage", request.arguments(), Phase.EXECUTE, null).withListener(log);
        NixOutput output = nix.run(call, deadline);
        Set<StorePath> remaining = new HashSet<>(garbage);
        List<StorePath> deleted = log.deleted();
        deleted.forEach(remaining::remove);
        // The garbage is deleted, so the count must not fail because the time is up.
        ByteSize counted = ByteSize.of(Math.max(0, size - sizes.of(remaining, Deadline.never())));
        ByteSize freed = FreedBytes.read(output.stdout())
                .map(count -> count.orExact(counted))
                .orElse(counted);
        return GarbageResult.of(deleted, freed, false, log.generations());
    }

    private List<ProfileGeneration> oldGenerations(
            CollectionRequest.Generations selection, Map<String, String> variables, Deadline deadline) {
        if (!selection.old()) {
            return List.of();
        }
        boolean ownProfiles = nix.installation(deadline).dialect().collectsFromOwnProfiles();
        Instant before = selection.days() > 0 ? Instant.now().minus(Duration.ofDays(selection.days())) : null;
        return List.copyOf(ProfileFolders.of(variables, view.stateDirectory(), ownProfiles, survey.settings(deadline))
                .old(before));
    }

    /** Returns the paths that nothing keeps after the deletion of some generations. */
    private List<StorePath> garbage(List<ProfileGeneration> generations, Deadline deadline) {
        List<StorePath> dead = survey.dead(deadline);
        if (generations.isEmpty()) {
            return dead;
        }
        Set<Path> links = generations.stream()
                .map(ProfileGeneration::link)
                .map(GarbageCollector::real)
                .collect(Collectors.toSet());
        List<StorePath> all = new ArrayList<>();
        List<StorePath> remaining = new ArrayList<>();
        for (GcRootLine root : survey.roots(deadline)) {
            all.add(root.path());
            if (!root.link().startsWith("/") || !links.contains(real(Path.of(root.link())))) {
                remaining.add(root.path());
            }
        }
        StoreGraph graph = survey.graph(survey.settings(deadline), deadline);
        BitSet freed = graph.keptBy(all);
        freed.andNot(graph.keptBy(remaining));
        Set<StorePath> garbage = new TreeSet<>(dead);
        freed.stream().mapToObj(graph::path).forEach(garbage::add);
        return List.copyOf(garbage);
    }

    /** Nix prints a link by the folder that it was created in, and several paths may lead to that folder. */
    private static Path real(Path link) {
        Path folder = link.getParent();
        try {
            return folder == null ? link : folder.toRealPath().resolve(link.getFileName());
        } catch (IOException e) {
            return link;
        }
    }

    private void requireUsualStore(Deadline deadline) {
        if (!view.isUsual()) {
            throw new UnsupportedOperationException("old generations cannot be deleted for the store "
                    + nix.installation(deadline).store()
                    + ": nix-collect-garbage would delete those of the profiles of this machine's own store;"
                    + " collect without deleteOldGenerations() and olderThan(…)");
        }
    }
}
