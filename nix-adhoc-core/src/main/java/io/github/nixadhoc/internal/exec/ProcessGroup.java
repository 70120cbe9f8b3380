package io.github.nixadhoc.internal.exec;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The processes of one pipeline, or a single process. They are stopped together, and count as silent only while all are.
 *
 * <p>Thread-safe.
 */
final class ProcessGroup {

    private final List<StopRequest> stops = new CopyOnWriteArrayList<>();
    private final List<ProcessStreams> streams = new CopyOnWriteArrayList<>();

    void add(StopRequest stop, ProcessStreams streamsOfOne) {
        stops.add(stop);
        streams.add(streamsOfOne);
    }

    /** Returns the stops of all of them, to which later ones are added. */
    Collection<StopRequest> stops() {
        return stops;
    }

    /** Returns how long no output has come from any of them, negative if this JVM reads none. */
    long silentNanos() {
        long silent = -1;
        for (ProcessStreams ofOne : streams) {
            long one = ofOne.silentNanos();
            silent = silent < 0 ? one : one < 0 ? silent : Math.min(silent, one);
        }
        return silent;
    }
}
