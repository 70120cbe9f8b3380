package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * A pin, and the paths that its links no longer keep.
 *
 * @param record what was written down, or what its links tell where nothing was, or nothing that can be read
 * @param notKept the paths that its links do not keep, since somebody has removed or changed them
 */
public record KnownPin(PinRecord record, List<StorePath> notKept) {

    public KnownPin {
        notKept = List.copyOf(notKept);
    }
}
