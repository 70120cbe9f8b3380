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
 * The identity of a process of this machine: its process id, its start time, and the boot of the machine. Another process that
 * gets the same id later has another identity.
 *
 * <p>Immutable and thread-safe. Its text ({@link #toString()}, {@link #parse}) can be stored in a file for a later JVM.
 *
 * @param pid the process id
 * @param start the time of its start: in ticks since the boot as Linux counts them, elsewhere in milliseconds since 1970
 * @param boot the identity of the boot of the machine; empty where there is none
 * @since 0.1
 */
public record ProcessIdentity(long pid, String start, String boot) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Checks the values.
     *
     * @param pid the process id
     * @param start the time of its start
     * @param boot the identity of the boot
     */
    public ProcessIdentity {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(boot, "boot");
    }

    /**
     * Returns the identity of a running process.
     *
     * @param pid its process id
     * @return the identity; empty if there is no such process, or its start time is unknown
     */
    public static Optional<ProcessIdentity> of(long pid) {
        return startOf(pid).map(start -> new ProcessIdentity(pid, start, bootOfThisMachine()));
    }

    /**
     * Parses the text of {@link #toString()}.
     *
     * @param text the text
     * @return the identity; empty if the text is not one
     */
    public static Optional<ProcessIdentity> parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        if (words.size() != 3 || !words.get(0).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(Long.parseLong(words.get(0)), words.get(1), words.get(2)));
    }

    /**
     * Returns whether the process still runs. A zombie does not run.
     *
     * @return whether it runs
     */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Sends a signal to the process, but not to the processes that it has started. No other process gets the signal, even if
     * the id has been reused. If the process is bubblewrap, which forwards no signals, its program gets the signal.
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
     * Stops the process and all its descendants: SIGTERM, then SIGKILL after the grace period. Has no effect if the process
     * has ended. Blocks until all have ended, for a few seconds longer than the grace period at most.
     *
     * @param grace the time between SIGTERM and SIGKILL
     */
    public void stop(Duration grace) {
        handle().ifPresent(process -> {
            boolean unused = new ProcessTree(process).stop(grace);
        });
    }

    /**
     * Stops several processes at the same time, each as {@link #stop} does.
     *
     * @param processes the processes; those that have ended are ignored
     * @param grace the time between SIGTERM and SIGKILL
     */
    public static void stopAll(Collection<ProcessIdentity> processes, Duration grace) {
        List<ProcessHandle> running = processes.stream()
                .map(ProcessIdentity::handle)
                .flatMap(Optional::stream)
                .toList();
        boolean unused = new ProcessTree(running).stop(grace);
    }

    /** Returns the handle of the process; empty if it has ended. */
    Optional<ProcessHandle> handle() {
        // the handle is created before the start times are compared, so that both belong to the same process
        return ProcessHandle.of(pid)
                .filter(process ->
                        boot.equals(bootOfThisMachine()) && startOf(pid).equals(Optional.of(start)))
                .filter(ProcessTree::isAlive);
    }

    /** Returns the id of the session that a process belongs to; empty if it is unknown. */
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

    /** Returns the process id, the start and the boot, separated by spaces. */
    @Override
    public String toString() {
        return pid + " " + start + " " + boot;
    }
}
