package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.event.NixListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of one run, whatever they do. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<NixListener> listeners;
    private boolean complained;

    Listeners(List<NixListener> listeners) {
        this.listeners = listeners;
    }

    void tell(NixEvent event) {
        for (NixListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) {
                complain(event, e);
            }
        }
    }

    private void complain(NixEvent event, Throwable e) {
        if (!complained) {
            complained = true;
            log.warn("a listener threw; {} goes on", event.run().command(), e);
        }
    }
}
