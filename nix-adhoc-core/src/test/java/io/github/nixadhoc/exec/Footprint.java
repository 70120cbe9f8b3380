package io.github.nixadhoc.exec;

import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The threads, descriptors and child processes of this JVM.
 *
 * @param threads without the JDK's idle reapers, which it keeps for a minute
 * @param descriptors open files, pipes and sockets
 * @param children processes, ended ones that nobody has waited for included
 */
record Footprint(long threads, long descriptors, long children) {

    private static final Duration SETTLE = Duration.ofSeconds(30);

    static Footprint now() {
        return new Footprint(threadsNow(), descriptorsNow(), childrenNow());
    }

    /** Returns the first footprint that is not larger than this one, or the last one. */
    Footprint settled() {
        AtomicReference<Footprint> seen = new AtomicReference<>();
        boolean unused = Waits.holdsWithin(SETTLE, () -> {
            seen.set(now());
            return seen.get().fitsInto(this);
        });
        return seen.get();
    }

    boolean fitsInto(Footprint other) {
        return threads <= other.threads && descriptors <= other.descriptors && children <= other.children;
    }

    private static long threadsNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !isIdleReaper(thread))
                .count();
    }

    private static boolean isIdleReaper(Thread thread) {
        return thread.getName().startsWith("process reaper") && thread.getState() == Thread.State.TIMED_WAITING;
    }

    static long threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static long descriptorsNow() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long childrenNow() {
        return ProcessHandle.current().children().count();
    }
}
