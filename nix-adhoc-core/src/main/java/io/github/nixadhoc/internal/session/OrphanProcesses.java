package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the processes that a killed session left behind, since Nix would continue to add paths to the store. */
final class OrphanProcesses {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);

    private OrphanProcesses() {}

    /**
     * Ends the processes of a journal that are still running, and their descendants. Waits a few seconds at most, then
     * kills the rest.
     */
    static void end(List<JournalEntry> entries) {
        List<ProcessHandle> running = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry.kind() == Kind.PROCESS && entry.values().size() == 2) {
                find(entry).ifPresent(process -> {
                    process.descendants().forEach(running::add);
                    running.add(process);
                });
            }
        }
        running.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + GRACE_PERIOD.toNanos();
        for (ProcessHandle process : running) {
            await(process, until - System.nanoTime());
        }
        running.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    /** The id may have been reused, but hardly for a process that was started in the same millisecond. */
    private static Optional<ProcessHandle> find(JournalEntry entry) {
        try {
            long pid = Long.parseLong(entry.values().get(0));
            long start = Long.parseLong(entry.values().get(1));
            return ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(instant -> instant.toEpochMilli() == start)
                            .isPresent());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void await(ProcessHandle process, long nanos) {
        try {
            ProcessHandle unused = process.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // end() kills it.
        }
    }
}
