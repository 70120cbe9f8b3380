package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.GcRoot;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.StoreUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures the size of a store and of its garbage.
 *
 * <p>Immutable and thread-safe.
 */
public final class UsageSurvey {

    private final StoreView view;
    private final StoreSurvey survey;
    private final StoreQueries queries;
    private final FileSizes sizes;
    private final DiskUsage diskUsage;

    /**
     * Creates a survey.
     *
     * @param nix the Nix that answers
     * @param view the locations of its store's files
     * @param diskUsage the measurement of the size on the disk
     */
    public UsageSurvey(NixCli nix, StoreView view, DiskUsage diskUsage) {
        this.view = view;
        this.survey = new StoreSurvey(nix);
        this.queries = new StoreQueries(nix);
        this.sizes = new FileSizes(view);
        this.diskUsage = diskUsage;
    }

    /** Returns the usage of the store. */
    public StoreUsage usage(Deadline deadline) {
        StoreGraph graph = survey.graph(survey.settings(deadline), deadline);
        List<GcRootLine> roots = survey.roots(deadline);
        List<StorePath> garbage = survey.dead(deadline);
        return StoreUsage.builder()
                .paths(graph.size())
                .totalSize(ByteSize.of(graph.totalSize()))
                .diskUsage(diskUsage.of(view.folder(), deadline))
                .reclaimable(ByteSize.of(sizes.of(garbage, deadline)))
                .reclaimablePaths(garbage)
                .roots(gcRoots(roots, graph))
                .build();
    }

    /**
     * Returns the roots of the store with what they keep.
     *
     * @param kept the paths of which the roots are wanted; empty for all roots
     */
    public List<GcRoot> roots(Collection<StorePath> kept, Deadline deadline) {
        StoreGraph graph = survey.graph(survey.settings(deadline), deadline);
        List<GcRoot> all = gcRoots(survey.roots(deadline), graph);
        if (kept.isEmpty()) {
            return all;
        }
        Set<StorePath> present = queries.valid(kept, deadline);
        if (present.isEmpty()) {
            return List.of();
        }
        Set<GcRootLine> keeping = Set.copyOf(survey.rootsOf(present, deadline));
        return all.stream()
                .filter(root -> keeping.contains(new GcRootLine(root.link(), root.path())))
                .toList();
    }

    private static List<GcRoot> gcRoots(List<GcRootLine> roots, StoreGraph graph) {
        long[] keptAlone = graph.keptAlone(roots.stream().map(GcRootLine::path).toList());
        Map<StorePath, ByteSize> closures = new HashMap<>();
        List<GcRoot> sized = new ArrayList<>(roots.size());
        for (int i = 0; i < keptAlone.length; i++) {
            GcRootLine root = roots.get(i);
            ByteSize closure = closures.computeIfAbsent(root.path(), path -> ByteSize.of(graph.closureSize(path)));
            sized.add(GcRoot.of(root.link(), root.path(), closure, ByteSize.of(keptAlone[i])));
        }
        return List.copyOf(sized);
    }
}
