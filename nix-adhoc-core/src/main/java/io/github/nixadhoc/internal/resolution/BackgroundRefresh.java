package io.github.nixadhoc.internal.resolution;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs refreshes of the cache on daemon threads, at most one at a time for each key. They end with their client.
 *
 * <p>Thread-safe.
 */
final class BackgroundRefresh {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Without a network each run would try in vain. */
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MINUTES.toNanos(1);

    private static final int MAX_AT_ONCE = 4;

    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile boolean closed;

    static Deadline deadline() {
        return Deadline.after(LIMIT);
    }

    /** Starts a refresh, unless the key has one, it failed a moment ago, or too many run. Returns at once. */
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

    /** Stops the refreshes that run and starts no more. */
    void close() {
        closed = true;
        for (Thread thread : running.values()) {
            thread.interrupt();
        }
    }

    /** Looked up only to log: a new JVM needs longer to find a logging provider than for all else here. */
    private static Logger log() {
        return LoggerFactory.getLogger(BackgroundRefresh.class);
    }
}
