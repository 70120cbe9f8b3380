package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.model.ByteSize;
import java.util.List;

/**
 * That outputs have been in the store.
 *
 * @param closureSize what they occupy with all they depend on
 * @param marks what each of them looked like
 */
public record RealisedOutputs(ByteSize closureSize, List<StoreMark> marks) {

    public RealisedOutputs {
        marks = List.copyOf(marks);
    }
}
