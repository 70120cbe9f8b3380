package io.github.nixadhoc.internal.nix;

import java.util.List;
import java.util.function.Consumer;

/** A consumer of the lines of Nix's log that passes the events to other consumers. */
public final class NixLogReader implements Consumer<String> {

    private final NixLogParser parser = new NixLogParser();
    private final List<Consumer<NixLogEvent>> consumers;

    public NixLogReader(List<Consumer<NixLogEvent>> consumers) {
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public void accept(String line) {
        parser.parse(line).ifPresent(event -> consumers.forEach(consumer -> consumer.accept(event)));
    }
}
