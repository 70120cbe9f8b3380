package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.concurrent.Later;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A watch over one request that ends the connection at a deadline. */
final class CallWatch implements AutoCloseable {

    private final StoreTransport transport;
    private final @Nullable Future<?> alarm;
    private boolean ended;
    private boolean rang;

    private CallWatch(StoreTransport transport, @Nullable Duration limit) {
        this.transport = transport;
        alarm = limit == null ? null : Later.run(limit, this::ring);
    }

    /** Begins to watch. */
    static CallWatch over(StoreTransport transport, Deadline deadline) {
        return new CallWatch(transport, deadline.remaining());
    }

    private void ring() {
        synchronized (this) {
            // a request that has just been answered leaves a connection that others may use
            if (ended) {
                return;
            }
            rang = true;
        }
        transport.abort();
    }

    /** Returns whether the connection was ended at the deadline. */
    synchronized boolean hasRung() {
        return rang;
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
