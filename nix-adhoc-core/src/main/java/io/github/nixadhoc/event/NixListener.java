package io.github.nixadhoc.event;

/**
 * Is told what goes on while commands run.
 *
 * <pre>{@code
 * NixClient.builder().listener(event -> {
 *     if (event instanceof NixEvent.BuildLogLine line) {
 *         System.err.println(line.name() + "> " + line.line());
 *     }
 * })
 * }</pre>
 *
 * <p>The events of one run come in order, on one daemon thread that is there for this run. Runs that go on at the same time
 * call the listener at the same time, so one that is shared has to be thread-safe.
 *
 * <p>A listener harms nothing. One that throws is told the next event all the same; the first throw of a run is logged. One
 * that is slow does not hold up Nix: while it is busy, up to 20,000 events wait for it, progress is merged, and what comes
 * on top is dropped and counted, lines of logs first. A run waits for its listeners half a second at most, all in all:
 * before its program starts and at its end, so that they have been told all that was until then, unless they are slower.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NixListener {

    /**
     * Is called with each event.
     *
     * @param event what goes on
     */
    void onEvent(NixEvent event);
}
