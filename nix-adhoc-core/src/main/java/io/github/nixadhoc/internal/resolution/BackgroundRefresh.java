package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that nobody waits for: at most one at a time for each key, on daemon threads that end with their client.
 *
 * <p>Thread-safe.
 */
final class BackgroundRefresh {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Without a network it would be tried in vain with each run. */
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MINUTES.toNanos(1);

    private static final int MAX_AT_ONCE = 4;

    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile boolean closed;

    static Deadline deadline() {
        return Deadline.after(LIMIT);
    }

    /** Does something behind the caller's back, unless that is under way already or there is much else. */
    void start(String key, Runnable work) {
        Long failure = failures.get(key);
        boolean failedJustNow = failure != null && System.nanoTime() - failure < PAUSE_AFTER_FAILURE;
        if (closed || failedJustNow || running.size() >= MAX_AT_ONCE || running.containsKey(key)) {
            return;
        }
        Thread thread = new Thread(() -> run(key, work), "nix-adhoc-refresh");
        thread.setDaemon(true);
        if (running.putIfAbsent(key, thread) == null) {
            thread.start();
            if (closed) {
                thread.interrupt();
            }
        }
    }

    private void run(String key, Runnable work) {
        try {
            work.run();
            failures.remove(key);
        } catch (RuntimeException e) {
            failures.put(key, System.nanoTime());
            log().debug("could not be refreshed", e);
        } finally {
            running.remove(key);
        }
    }

    /** Stops what is under way and refuses more. */
    void close() {
        closed = true;
        for (Thread thread : running.values()) {
            thread.interrupt();
        }
    }

    /** Only where something is said: to look for who logs takes a new JVM longer than all else that it does here. */
    private static Logger log() {
        return LoggerFactory.getLogger(BackgroundRefresh.class);
    }
}
