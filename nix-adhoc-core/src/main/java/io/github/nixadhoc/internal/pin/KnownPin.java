package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * A pin and the state of its links.
 *
 * @param record the record on the disk; derived from the links if there is no readable record
 * @param notKept the paths that no link keeps, because the links have been removed or changed
 */
public record KnownPin(PinRecord record, List<StorePath> notKept) {

    public KnownPin {
        notKept = List.copyOf(notKept);
    }
}
