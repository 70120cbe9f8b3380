package io.github.nixadhoc.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process and all that it has started, as far as it was ever seen.
 *
 * <p>Who was seen once stays a member: when a parent dies its children belong to someone else, and could not be found any
 * more. Members are handles, which the JDK compares and signals by process id and start time, so that a process which got
 * the id of a dead member is never hit. Not thread-safe.
 */
final class ProcessTree {

    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Set<ProcessHandle> members = new LinkedHashSet<>();

    /**
     * Takes the tree as it is now; the processes in it go on.
     *
     * @param root the process on top
     */
    ProcessTree(ProcessHandle root) {
        members.add(root);
        grow();
    }

    /**
     * Takes several processes with all they have started.
     *
     * @param roots the processes on top
     */
    ProcessTree(Collection<ProcessHandle> roots) {
        members.addAll(roots);
        grow();
    }

    /**
     * Ends all members, and those they start meanwhile, with SIGTERM, and with SIGKILL after the grace period.
     *
     * @param grace how long members may take after SIGTERM
     * @return whether SIGKILL was needed
     */
    boolean stop(Duration grace) {
        return stop(ProcessHandle::destroy, grace);
    }

    /** As {@link #stop}, with SIGHUP after SIGTERM: a shell at a prompt heeds nothing else. */
    boolean stopAndHangUp(Duration grace) {
        return stop(ProcessTree::terminateAndHangUp, grace);
    }

    private boolean stop(Consumer<ProcessHandle> signal, Duration grace) {
        signalUntilGone(member -> signalUnlessAround(member, signal), Deadline.nanos(grace));
        boolean forced = !alive().isEmpty();
        if (forced) {
            kill();
        }
        return forced;
    }

    /** Leaves bubblewrap alone while there is something inside: it ends by itself, when what is inside has. */
    private static void signalUnlessAround(ProcessHandle member, Consumer<ProcessHandle> signal) {
        if (!Bubblewrap.isAround(member)) {
            signal.accept(member);
        }
    }

    /** Ends all members with SIGKILL. */
    void kill() {
        signalUntilGone(ProcessHandle::destroyForcibly, KILL_NANOS);
    }

    private void signalUntilGone(Consumer<ProcessHandle> signal, long nanos) {
        long start = System.nanoTime();
        long pause = SHORTEST_PAUSE_MILLIS;
        Set<ProcessHandle> signaled = new HashSet<>();
        while (true) {
            if (!signaled.containsAll(alive())) {
                signalAtOnce(signal, signaled);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(nanos - (System.nanoTime() - start));
            if (alive().isEmpty() || left <= 0 || !pause(Math.min(pause, left))) {
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            grow();
        }
    }

    // held still, so that none can start another one between being counted and being hit
    private void signalAtOnce(Consumer<ProcessHandle> signal, Set<ProcessHandle> signaled) {
        Set<ProcessHandle> held = new HashSet<>();
        try {
            List<ProcessHandle> moving = alive();
            while (!moving.isEmpty()) {
                JobControl.hold(moving);
                held.addAll(moving);
                grow();
                moving = alive().stream()
                        .filter(member -> !held.contains(member))
                        .toList();
            }
            // parents first: where none could be held, a shell that outlives its child goes on to its next command
            alive().stream().filter(signaled::add).forEach(signal);
        } finally {
            JobControl.release(held);
        }
    }

    private static void terminateAndHangUp(ProcessHandle process) {
        process.destroy();
        JobControl.hangUp(List.of(process));
    }

    private void grow() {
        Set<ProcessHandle> covered = new HashSet<>();
        for (ProcessHandle member : alive()) {
            if (!covered.contains(member)) {
                member.descendants().forEach(covered::add);
            }
        }
        members.addAll(covered);
    }

    private List<ProcessHandle> alive() {
        return members.stream().filter(ProcessTree::isAlive).toList();
    }

    // the JDK calls a process alive whose parent has not taken its exit status, and in a container that may be never
    static boolean isAlive(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(handle.pid()), "stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException | IndexOutOfBoundsException e) {
            return handle.isAlive();
        }
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
