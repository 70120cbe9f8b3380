package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.NixEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue that delivers the events of a run in order, on a thread of its own, so that adding an event never waits for the
 * receiver.
 *
 * <p>Progress is merged: the queue contains only the latest progress of each activity, and delivers it ten times a second at
 * most. The number of other events is bounded: beyond the bound, lines of logs are dropped first.
 */
final class EventQueue {

    /** The shortest time between two deliveries of the progress of an activity, in nanoseconds. */
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    /** The number of waiting events from which lines of logs are dropped. */
    static final int MAX_WITH_LINES = 20_000;

    /** The number of waiting events from which all events are dropped; only huge builds reach it. */
    private static final int MAX = 2 * MAX_WITH_LINES;

    /** The time to wait without pending progress; adding an event ends the wait. */
    private static final long FOREVER = TimeUnit.HOURS.toNanos(1);

    private final Consumer<NixEvent> receiver;
    private final Consumer<EventQueue> onDone;
    private final Deque<Numbered> events = new ArrayDeque<>();
    private final Map<Long, Numbered> progress = new LinkedHashMap<>();
    private final Map<Long, Long> delivered = new HashMap<>();
    private final Thread thread;
    private long next;
    private long dropped;
    private boolean delivering;
    private boolean flushing;
    private boolean closed;

    /**
     * Creates a queue and starts its thread.
     *
     * @param receiver the receiver of the events; must not throw
     * @param onDone called when the last event has been delivered
     */
    EventQueue(Consumer<NixEvent> receiver, Consumer<EventQueue> onDone) {
        this.receiver = receiver;
        this.onDone = onDone;
        this.thread = new Thread(this::deliver, "nix-adhoc-events");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Adds an event. */
    synchronized void add(NixEvent event) {
        boolean line = event instanceof NixEvent.BuildLogLine || event instanceof NixEvent.Message;
        if (closed || events.size() >= (line ? MAX_WITH_LINES : MAX)) {
            dropped++;
            return;
        }
        append(event);
    }

    /** Adds the progress of an activity, which replaces waiting progress. */
    synchronized void addProgress(long activity, NixEvent event) {
        if (closed) {
            return;
        }
        Numbered waiting = progress.get(activity);
        progress.put(activity, new Numbered(waiting == null ? next++ : waiting.number(), event));
        if (waiting == null) {
            notifyAll();
        }
    }

    /** Adds the end of an activity, which replaces waiting progress. */
    synchronized void addEnd(long activity, NixEvent event) {
        progress.remove(activity);
        delivered.remove(activity);
        add(event);
    }

    /** Adds the last event, which is never dropped, and refuses more. */
    synchronized void close(LastEvent last) {
        if (!closed) {
            append(last.event(dropped));
            closed = true;
        }
    }

    /**
     * Waits until all events have been delivered.
     *
     * @param nanos the longest time to wait
     * @return the nanoseconds of the wait
     */
    synchronized long await(long nanos) {
        long begin = System.nanoTime();
        if (Thread.currentThread() == thread) {
            return 0;
        }
        flushing = true;
        notifyAll();
        try {
            for (long left = nanos; !isIdle() && left > 0; left = nanos - (System.nanoTime() - begin)) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flushing = false;
        return System.nanoTime() - begin;
    }

    /** Drops all waiting events and interrupts a receiver that is still running. */
    synchronized void abandon() {
        closed = true;
        events.clear();
        progress.clear();
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }

    private boolean isIdle() {
        return events.isEmpty() && progress.isEmpty() && !delivering;
    }

    private void append(NixEvent event) {
        events.add(new Numbered(next++, event));
        notifyAll();
    }

    private void deliver() {
        for (NixEvent event = take(); event != null; event = take()) {
            receiver.accept(event);
        }
        onDone.accept(this);
    }

    private synchronized @Nullable NixEvent take() {
        delivering = false;
        if (isIdle()) {
            notifyAll();
        }
        boolean interrupted = false;
        try {
            while (true) {
                NixEvent event = poll();
                if (event != null) {
                    delivering = true;
                    return event;
                }
                if (closed) {
                    return null;
                }
                try {
                    waitForMore();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes the first event that is due; null if there is none. */
    private @Nullable NixEvent poll() {
        Numbered head = events.peek();
        Map.Entry<Long, Numbered> due = null;
        for (Map.Entry<Long, Numbered> waiting : progress.entrySet()) {
            boolean first =
                    due == null || waiting.getValue().number() < due.getValue().number();
            if (first && (closed || flushing || untilDue(waiting.getKey()) <= 0)) {
                due = waiting;
            }
        }
        if (due != null && (head == null || due.getValue().number() < head.number())) {
            progress.remove(due.getKey());
            delivered.put(due.getKey(), System.nanoTime());
            return due.getValue().event();
        }
        return head == null ? null : events.remove().event();
    }

    private void waitForMore() throws InterruptedException {
        long wait = FOREVER;
        for (Long activity : progress.keySet()) {
            wait = Math.min(wait, untilDue(activity));
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, 1));
    }

    private long untilDue(long activity) {
        Long last = delivered.get(activity);
        return last == null ? 0 : last + INTERVAL - System.nanoTime();
    }

    /** The factory of the last event, which contains the number of dropped events. */
    @FunctionalInterface
    interface LastEvent {
        NixEvent event(long dropped);
    }

    private record Numbered(long number, NixEvent event) {}
}
