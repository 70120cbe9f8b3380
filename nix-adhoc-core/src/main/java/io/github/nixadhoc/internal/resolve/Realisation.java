package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.store.PathInfo;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a realisation.
 *
 * @param resolutions the realised resolutions, in the order given
 * @param closure the outputs and all their dependencies, without duplicates
 * @param wasThere whether nothing had to be built or downloaded
 */
public record Realisation(List<Resolution> resolutions, List<PathInfo> closure, boolean wasThere) {

    public Realisation {
        resolutions = List.copyOf(resolutions);
        closure = List.copyOf(closure);
    }

    /**
     * Returns resolutions with the paths of those outputs that this has built and whose paths were not known before.
     *
     * @param requested some of the realised resolutions, as they were before
     */
    public List<Resolution> completed(List<Resolution> requested) {
        Map<String, StorePath> built = new HashMap<>();
        for (Resolution resolution : resolutions) {
            for (ResolvedOutput output : resolution.outputs()) {
                StorePath known = output.known();
                if (known != null) {
                    built.put(output.text(), known);
                }
            }
        }
        return ContentAddressedOutputs.completed(requested, built);
    }

    /** Returns the size of the closure. */
    public ByteSize closureSize() {
        return size(closure.stream());
    }

    /** Returns the size of the closure of some of the outputs. */
    public ByteSize closureSize(List<StorePath> some) {
        Map<StorePath, PathInfo> known =
                closure.stream().collect(Collectors.toMap(PathInfo::path, Function.identity(), (one, same) -> one));
        Set<PathInfo> reached = new HashSet<>();
        Deque<StorePath> toVisit = new ArrayDeque<>(some);
        while (!toVisit.isEmpty()) {
            PathInfo info = known.get(toVisit.remove());
            if (info != null && reached.add(info)) {
                toVisit.addAll(info.references());
            }
        }
        return size(reached.stream());
    }

    private static ByteSize size(Stream<PathInfo> paths) {
        return paths.map(PathInfo::narSize).reduce(ByteSize.ZERO, ByteSize::plus);
    }
}
