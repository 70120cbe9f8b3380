package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.model.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The identity of one process of this machine: its process id, its start, and the boot. Another process that gets the same id
 * later has another identity.
 *
 * <p>Immutable and thread-safe. As text ({@link #toString()}, {@link #parse}) it can be kept in a file for a later JVM.
 *
 * @param pid the process id
 * @param start the time of its start: in ticks since the boot as Linux counts them, elsewhere in milliseconds since 1970
 * @param boot the identity of the boot of the machine; empty where there is none
 * @since 0.1
 */
public record ProcessIdentity(long pid, String start, String boot) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Checks for null.
     *
     * @param pid the process id
     * @param start when it was started
     * @param boot what identifies the boot
     */
    public ProcessIdentity {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(boot, "boot");
    }

    /**
     * Returns the identity of a process that runs.
     *
     * @param pid its process id
     * @return the identity; empty if there is no such process, or nothing can be learned of it
     */
    public static Optional<ProcessIdentity> of(long pid) {
        return startOf(pid).map(start -> new ProcessIdentity(pid, start, bootOfThisMachine()));
    }

    /**
     * Reads what {@link #toString()} has written.
     *
     * @param text the text
     * @return the identity; empty if it is none
     */
    public static Optional<ProcessIdentity> parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        if (words.size() != 3 || !words.get(0).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(Long.parseLong(words.get(0)), words.get(1), words.get(2)));
    }

    /**
     * Returns whether the process still runs; one that has ended, and that nobody has waited for yet, does not.
     *
     * @return whether it runs
     */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Sends the process a signal, and not those that it has started. It goes to this process or to none, even if another
     * one has its id by now. In place of bubblewrap, which passes none on, the program in it gets the signal.
     *
     * @param signal the signal
     * @return whether it was sent; false if the process has ended
     */
    public boolean signal(Signal signal) {
        return handle().map(process -> Bubblewrap.programIn(process)
                        .flatMap(inside -> of(inside.pid()))
                        .orElse(this))
                .map(identity -> identity.send(signal))
                .orElse(false);
    }

    private boolean send(Signal signal) {
        return handle().map(process -> JobControl.send(signal, process, start)).orElse(false);
    }

    /**
     * Stops the process and all that it has started: SIGTERM, then SIGKILL after the grace period. Has no effect if it has
     * ended. Blocks until all have ended, a few seconds longer than the grace period at most.
     *
     * @param grace how long they may take after SIGTERM
     */
    public void stop(Duration grace) {
        handle().ifPresent(process -> {
            boolean unused = new ProcessTree(process).stop(grace);
        });
    }

    /**
     * Stops several processes as {@link #stop} does one, all at the same time.
     *
     * @param processes the processes; those that have ended are left out
     * @param grace how long they may take after SIGTERM
     */
    public static void stopAll(Collection<ProcessIdentity> processes, Duration grace) {
        List<ProcessHandle> running = processes.stream()
                .map(ProcessIdentity::handle)
                .flatMap(Optional::stream)
                .toList();
        boolean unused = new ProcessTree(running).stop(grace);
    }

    /** Returns the process if it still runs. */
    Optional<ProcessHandle> handle() {
        // the handle is made first, so that it is that of the process whose start is compared
        return ProcessHandle.of(pid)
                .filter(process ->
                        boot.equals(bootOfThisMachine()) && startOf(pid).equals(Optional.of(start)))
                .filter(ProcessTree::isAlive);
    }

    /** Returns the id of the session that a process belongs to; empty where that is unknown. */
    static Optional<String> sessionOf(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::session);
    }

    private static Optional<String> startOf(long pid) {
        if (Files.exists(BOOT)) {
            return ProcessStat.of(pid).filter(stat -> !stat.isDead()).map(ProcessStat::start);
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(String::valueOf);
    }

    private static String bootOfThisMachine() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the process id, the start and the boot, between spaces. */
    @Override
    public String toString() {
        return pid + " " + start + " " + boot;
    }
}
