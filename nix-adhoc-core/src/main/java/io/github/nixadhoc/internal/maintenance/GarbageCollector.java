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
 * Has Nix collect garbage, or tells what it would do.
 *
 * <p>Immutable and thread-safe.
 */
public final class GarbageCollector {

    private final NixCli nix;
    private final NixSettings settings;
    private final StoreSurvey survey;
    private final FileSizes sizes;

    /**
     * Creates a collector.
     *
     * @param nix the Nix that does it
     * @param settings what that Nix was told
     * @param view where the files of its store are
     */
    public GarbageCollector(NixCli nix, NixSettings settings, StoreView view) {
        this.nix = nix;
        this.settings = settings;
        this.survey = new StoreSurvey(nix);
        this.sizes = new FileSizes(view);
    }

    /**
     * Collects, or finds out what that would delete.
     *
     * @throws UnsupportedOperationException if generations are to be deleted in a store that has its own root, or another
     *     machine: Nix would delete those of the user's profiles, which belong to the usual store
     */
    public GarbageResult collect(CollectionRequest request, Deadline deadline) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        settings.environment().applyTo(variables);
        if (request.generations().old()) {
            requireUsualStore(variables);
        }
        List<ProfileGeneration> generations = old(request.generations(), variables, deadline);
        List<StorePath> garbage = garbage(generations, deadline);
        long size = sizes.of(garbage, deadline);
        return request.dryRun()
                ? result(garbage, ByteSize.of(size), generations).dryRun(true).build()
                : delete(request, garbage, size, deadline);
    }

    private GarbageResult delete(CollectionRequest request, List<StorePath> garbage, long size, Deadline deadline) {
        CollectionLog log = new CollectionLog(request.consumers());
        NixCall call = new NixCall("nix-collect-garbage", request.arguments(), Phase.EXECUTE, null).withListener(log);
        NixOutput output = nix.run(call, deadline);
        Set<StorePath> left = new HashSet<>(garbage);
        List<StorePath> deleted = log.deleted();
        deleted.forEach(left::remove);
        // The work is done: what is counted now must not fail for lack of time.
        ByteSize counted = ByteSize.of(Math.max(0, size - sizes.of(left, Deadline.never())));
        ByteSize freed = FreedBytes.read(output.stdout())
                .map(count -> count.orIfItFits(counted))
                .orElse(counted);
        return result(deleted, freed, log.generations()).build();
    }

    private static GarbageResult.Builder result(
            List<StorePath> deleted, ByteSize freed, List<ProfileGeneration> generations) {
        return GarbageResult.builder().deletedPaths(deleted).freed(freed).deletedGenerations(generations);
    }

    private List<ProfileGeneration> old(
            CollectionRequest.Generations wanted, Map<String, String> variables, Deadline deadline) {
        if (!wanted.old()) {
            return List.of();
        }
        boolean ownProfiles = nix.installation(deadline).dialect().collectsFromOwnProfiles();
        Instant before = wanted.days() > 0 ? Instant.now().minus(Duration.ofDays(wanted.days())) : null;
        return List.copyOf(ProfileFolders.of(variables, ownProfiles, survey.settings(deadline))
                .old(before));
    }

    /** Returns what nothing keeps once some generations are gone. */
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

    /** Nix tells a link with the folder that it was made in, which may be reached by more than one way. */
    private static Path real(Path link) {
        Path folder = link.getParent();
        try {
            return folder == null ? link : folder.toRealPath().resolve(link.getFileName());
        } catch (IOException e) {
            return link;
        }
    }

    private void requireUsualStore(Map<String, String> variables) {
        String given = settings.store();
        String store = given != null ? given : variables.getOrDefault("NIX_REMOTE", "");
        boolean usual = store.isEmpty()
                || store.equals("auto")
                || store.equals("local")
                || store.equals("daemon")
                || store.startsWith("unix://");
        if (!usual) {
            throw new UnsupportedOperationException("old generations cannot be deleted for the store " + store
                    + ": nix-collect-garbage would delete those of the profiles of this machine's own store;"
                    + " collect without deleteOldGenerations() and olderThan(…)");
        }
    }
}
