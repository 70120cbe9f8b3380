package io.github.nixadhoc.internal.nix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A buffer of the last lines of a text. Not thread-safe. */
final class LastLines {

    private final int capacity;
    private final Deque<String> lines = new ArrayDeque<>();

    LastLines(int capacity) {
        this.capacity = capacity;
    }

    void add(String line) {
        if (lines.size() == capacity) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
