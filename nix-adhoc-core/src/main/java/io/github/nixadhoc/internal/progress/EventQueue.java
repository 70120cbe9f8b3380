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
 * Takes the events of one run from whoever comes with them, and hands them on, in order, on a thread of its own: nobody who
 * brings one waits for the one who gets it.
 *
 * <p>Progress is merged: of each activity only the latest waits, and it is handed on ten times a second at most. The rest is
 * bounded: beyond that, lines of logs are dropped first.
 */
final class EventQueue {

    /** How often the progress of one activity is handed on. */
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    /** How many events may wait before lines of logs are dropped. */
    static final int MAX_WITH_LINES = 20_000;

    /** How many may wait before anything is: more than there are, unless somebody builds the world. */
    private static final int MAX = 2 * MAX_WITH_LINES;

    /** Whoever adds something wakes who waits. */
    private static final long FOREVER = TimeUnit.HOURS.toNanos(1);

    private final Consumer<NixEvent> receiver;
    private final Consumer<EventQueue> whenDone;
    private final Deque<Numbered> events = new ArrayDeque<>();
    private final Map<Long, Numbered> progress = new LinkedHashMap<>();
    private final Map<Long, Long> delivered = new HashMap<>();
    private final Thread thread;
    private long next;
    private long dropped;
    private boolean delivering;
    private boolean hurried;
    private boolean closed;

    /**
     * Creates a queue and starts its thread.
     *
     * @param receiver who gets the events; must not throw
     * @param whenDone is told when the last event has been handed on
     */
    EventQueue(Consumer<NixEvent> receiver, Consumer<EventQueue> whenDone) {
        this.receiver = receiver;
        this.whenDone = whenDone;
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

    /** Adds the progress of an activity, in place of progress that still waits. */
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

    /** Adds the end of an activity, which makes progress that still waits worthless. */
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
     * Waits until all that has been added has been handed on.
     *
     * @param nanos how long to wait at most
     * @return how long it took
     */
    synchronized long await(long nanos) {
        long begin = System.nanoTime();
        if (Thread.currentThread() == thread) {
            return 0;
        }
        hurried = true;
        notifyAll();
        try {
            for (long left = nanos; !isIdle() && left > 0; left = nanos - (System.nanoTime() - begin)) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hurried = false;
        return System.nanoTime() - begin;
    }

    /** Ends a receiver that is still busy when nobody is interested any more, as far as it minds interrupts. */
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
        whenDone.accept(this);
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

    /** Takes what came first and is due; null if nothing is. */
    private @Nullable NixEvent poll() {
        Numbered head = events.peek();
        Map.Entry<Long, Numbered> due = null;
        for (Map.Entry<Long, Numbered> waiting : progress.entrySet()) {
            boolean first =
                    due == null || waiting.getValue().number() < due.getValue().number();
            if (first && (closed || hurried || untilDue(waiting.getKey()) <= 0)) {
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

    /** Makes the last event, which tells how many were dropped. */
    @FunctionalInterface
    interface LastEvent {
        NixEvent event(long dropped);
    }

    private record Numbered(long number, NixEvent event) {}
}
