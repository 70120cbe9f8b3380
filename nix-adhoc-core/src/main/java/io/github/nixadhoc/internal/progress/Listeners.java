package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.event.NixListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a run, each of which is called even if another one throws. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<NixListener> listeners;
    private boolean hasLogged;

    Listeners(List<NixListener> listeners) {
        this.listeners = listeners;
    }

    void deliver(NixEvent event) {
        for (NixListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) {
                logFailure(event, e);
            }
        }
    }

    private void logFailure(NixEvent event, Throwable e) {
        if (!hasLogged) {
            hasLogged = true;
            log.warn("a listener threw; {} goes on", event.run().command(), e);
        }
    }
}
