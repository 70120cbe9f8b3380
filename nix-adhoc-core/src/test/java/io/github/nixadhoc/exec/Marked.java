package io.github.nixadhoc.exec;

import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Processes that are identified by an argument. */
final class Marked {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String marker;

    private Marked(String marker) {
        this.marker = marker;
    }

    /** Returns a new marker, which is also a number of seconds of about a minute. */
    static Marked create() {
        return new Marked("60.%d%05d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet()));
    }

    String seconds() {
        return marker;
    }

    /** Returns the running processes with the marker in their arguments; zombies have no arguments. */
    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(marker);
        } catch (IOException e) {
            return false;
        }
    }

    void awaitAlive(int count) {
        Waits.until(count + " processes", () -> alive().size() >= count);
    }

    void kill() {
        alive().forEach(ProcessHandle::destroyForcibly);
    }
}
