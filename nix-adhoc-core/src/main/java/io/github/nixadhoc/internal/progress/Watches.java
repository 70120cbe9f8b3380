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
 * The watches of the runs of one client.
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
     * @param listeners who is told
     * @param secrets what nobody is told
     */
    public Watches(List<NixListener> listeners, Secrets secrets) {
        this.listeners = List.copyOf(listeners);
        this.secrets = secrets;
    }

    /** Returns whether anybody wants to know, so that a line is not made for nobody. */
    public boolean isOn() {
        return !listeners.isEmpty() || FlightRecorders.isOn();
    }

    /**
     * Begins to watch a run.
     *
     * @param line the command
     */
    public CommandWatch begin(String line) {
        return begin(line, false);
    }

    /**
     * Begins to watch a run that has no phases of its own: they are those of its calls of Nix.
     *
     * @param line the command
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
        EventQueue queue = new EventQueue(new Listeners(listeners)::tell, queues::remove);
        queues.add(queue);
        queue.start();
        return queue;
    }

    /** Returns the watch of the run that this thread carries out. */
    public CommandWatch current() {
        return isOn() && LogWatch.current() instanceof LiveWatch watch ? watch : CommandWatch.NONE;
    }

    /** Ends what still runs, and interrupts listeners that do not come to an end with it. */
    public void close() {
        for (LiveWatch watch : running) {
            watch.end(true);
        }
        for (EventQueue queue : queues) {
            queue.abandon();
        }
    }
}
