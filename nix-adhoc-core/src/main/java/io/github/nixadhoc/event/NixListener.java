package io.github.nixadhoc.event;

/**
 * A listener of the events of commands.
 *
 * <pre>{@code
 * NixClient.builder().listener(event -> {
 *     if (event instanceof NixEvent.BuildLogLine line) {
 *         System.err.println(line.name() + "> " + line.line());
 *     }
 * })
 * }</pre>
 *
 * <p>The events of a run come in order, on one daemon thread of this run. Runs at the same time call the listener at the
 * same time, so a shared listener must be thread-safe.
 *
 * <p>A listener cannot harm a run. If it throws, it still receives the next event, and the first exception of a run is
 * logged. If it is slow, Nix does not wait: up to 20,000 events are queued, progress is merged, and further events are
 * dropped and counted, lines of logs first. A run waits for its listeners at most half a second in all, before its
 * program starts and at its end, so that they have received all events by then, unless they are slower.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NixListener {

    /**
     * Receives an event.
     *
     * @param event the event
     */
    void onEvent(NixEvent event);
}
