package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.model.ByteSize;
import java.util.List;

/**
 * Outputs that have been in the store.
 *
 * @param closureSize the size of the outputs with all that they depend on
 * @param marks a mark of each output, by which a later replacement is noticed
 */
public record RealisedOutputs(ByteSize closureSize, List<StoreMark> marks) {

    public RealisedOutputs {
        marks = List.copyOf(marks);
    }
}
