package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixListener;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.Secrets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The observers of the runs of a client.
 *
 * <p>Thread-safe.
 */
public final class Watches {

    private static final AtomicLong RUNS = new AtomicLong();

    private final List<NixListener> listeners;
    private final Secrets secrets;
    private final Set<LiveWatch> running = ConcurrentHashMap.newKeySet();
    private final Set<EventQueue> queues = ConcurrentHashMap.newKeySet();

    /**
     * Creates the watches of a client.
     *
     * @param listeners the listeners
     * @param secrets the secrets to mask in events
     */
    public Watches(List<NixListener> listeners, Secrets secrets) {
        this.listeners = List.copyOf(listeners);
        this.secrets = secrets;
    }

    /** Returns whether there are listeners or a recording, so that command lines are rendered only when needed. */
    public boolean isOn() {
        return !listeners.isEmpty() || FlightRecorders.isOn();
    }

    /**
     * Starts to observe a run.
     *
     * @param line the command line
     */
    public CommandWatch begin(String line) {
        return begin(line, false);
    }

    /**
     * Starts to observe an operation, whose phases are those of its calls of Nix.
     *
     * @param line the command line
     */
    public CommandWatch beginOperation(String line) {
        return begin(line, true);
    }

    private CommandWatch begin(String line, boolean operation) {
        CommandRun run = CommandRun.of(RUNS.incrementAndGet(), secrets.mask(line));
        EventQueue queue = listeners.isEmpty() ? null : startQueue();
        LiveWatch watch = new LiveWatch(run, queue, FlightRecorders.of(run), secrets, operation, running::remove);
        running.add(watch);
        watch.begin();
        return watch;
    }

    private EventQueue startQueue() {
        EventQueue queue = new EventQueue(new Listeners(listeners)::deliver, queues::remove);
        queues.add(queue);
        queue.start();
        return queue;
    }

    /** Returns the observer of the run that this thread executes. */
    public CommandWatch current() {
        return isOn() && LogWatch.current() instanceof LiveWatch watch ? watch : CommandWatch.NONE;
    }

    /** Ends the observation of all runs, and interrupts listeners that are still called. */
    public void close() {
        for (LiveWatch watch : running) {
            watch.end(true);
        }
        for (EventQueue queue : queues) {
            queue.abandon();
        }
    }
}
