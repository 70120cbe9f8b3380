package io.github.nixadhoc.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A listener that keeps what it is told, when, and by which thread. */
public final class RecordedEvents implements NixListener {

    private final List<Told> told = new ArrayList<>();

    @Override
    public synchronized void onEvent(NixEvent event) {
        told.add(new Told(event, System.nanoTime(), Thread.currentThread()));
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    public List<NixEvent> all() {
        return told().stream().map(Told::event).toList();
    }

    public <E extends NixEvent> List<E> of(Class<E> type) {
        return all().stream().filter(type::isInstance).map(type::cast).toList();
    }

    public Set<Thread> threads() {
        Set<Thread> threads = new LinkedHashSet<>();
        told().forEach(one -> threads.add(one.thread()));
        return threads;
    }

    record Told(NixEvent event, long nanos, Thread thread) {}
}
