package io.github.nixadhoc.internal.exec;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The processes of one pipeline, or a single process. They are stopped together, and count as silent only while all of them
 * are silent.
 *
 * <p>Thread-safe.
 */
final class ProcessGroup {

    private final List<StopRequest> stops = new CopyOnWriteArrayList<>();
    private final List<ProcessStreams> streams = new CopyOnWriteArrayList<>();

    void add(StopRequest stop, ProcessStreams processStreams) {
        stops.add(stop);
        streams.add(processStreams);
    }

    /** Returns a live view of the stops of all processes. */
    Collection<StopRequest> stops() {
        return stops;
    }

    /** Returns the nanoseconds without output from any process; negative if this JVM reads no output. */
    long silentNanos() {
        long silent = -1;
        for (ProcessStreams processStreams : streams) {
            long one = processStreams.silentNanos();
            silent = silent < 0 ? one : one < 0 ? silent : Math.min(silent, one);
        }
        return silent;
    }
}
