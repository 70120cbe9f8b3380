package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.resolve.StoreMark;
import io.github.nixadhoc.model.ByteSize;
import java.util.List;

/**
 * That outputs have been in the store.
 *
 * @param closureSize what they occupy with all they depend on
 * @param marks what each of them looked like
 */
public record Realised(ByteSize closureSize, List<StoreMark> marks) {

    public Realised {
        marks = List.copyOf(marks);
    }
}
