package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.ByteSize;
import java.util.List;

/**
 * What is in the store now.
 *
 * @param resolutions what was realised, in the order given
 * @param closure all that the outputs need, themselves included, each once
 * @param wasThere whether nothing had to be built or fetched
 */
public record Realisation(List<Resolution> resolutions, List<PathInfo> closure, boolean wasThere) {

    public Realisation {
        resolutions = List.copyOf(resolutions);
        closure = List.copyOf(closure);
    }

    /** Returns what the closure occupies. */
    public ByteSize closureSize() {
        return closure.stream().map(PathInfo::narSize).reduce(ByteSize.ZERO, ByteSize::plus);
    }
}
