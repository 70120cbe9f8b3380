package io.github.nixadhoc.internal.exec;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process and its known descendants.
 *
 * <p>A descendant stays a member once it was found, because it can no longer be found when its parent has ended. Members are
 * handles, which the JDK compares and signals by process id and start time, so that no process that reuses the id of an ended
 * member gets a signal. Not thread-safe.
 */
public final class ProcessTree {

    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Set<ProcessHandle> members = new LinkedHashSet<>();

    /**
     * Creates the tree of a process as it is now.
     *
     * @param root the process
     */
    public ProcessTree(ProcessHandle root) {
        members.add(root);
        addDescendants();
    }

    /**
     * Creates the trees of several processes as they are now.
     *
     * @param roots the processes
     */
    ProcessTree(Collection<ProcessHandle> roots) {
        members.addAll(roots);
        addDescendants();
    }

    /**
     * Ends all members, including those that they start meanwhile: SIGTERM, then SIGKILL after the grace period.
     *
     * @param grace the time between SIGTERM and SIGKILL
     * @return whether SIGKILL was needed
     */
    public boolean stop(Duration grace) {
        return stop(ProcessHandle::destroy, grace);
    }

    /** Stops all members as {@link #stop} does, and sends SIGHUP too, because an interactive shell ignores SIGTERM. */
    boolean stopAndHangUp(Duration grace) {
        return stop(ProcessTree::terminateAndHangUp, grace);
    }

    private boolean stop(Consumer<ProcessHandle> signal, Duration grace) {
        signalUntilGone(member -> signalUnlessWrapper(member, signal), ProcessDeadline.nanos(grace));
        boolean forced = !alive().isEmpty();
        if (forced) {
            kill();
        }
        return forced;
    }

    /** Signals a member, unless it is bubblewrap around a running program, which ends by itself after the program. */
    private static void signalUnlessWrapper(ProcessHandle member, Consumer<ProcessHandle> signal) {
        if (!Bubblewrap.isWrapperOfRunning(member)) {
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
                signalWhileSuspended(signal, signaled);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(nanos - (System.nanoTime() - start));
            if (alive().isEmpty() || left <= 0 || !pause(Math.min(pause, left))) {
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            addDescendants();
        }
    }

    // the members are suspended first, so that none can start a process between the search and the signal
    private void signalWhileSuspended(Consumer<ProcessHandle> signal, Set<ProcessHandle> signaled) {
        Set<ProcessHandle> suspended = new HashSet<>();
        try {
            List<ProcessHandle> running = alive();
            while (!running.isEmpty()) {
                JobControl.suspend(running);
                suspended.addAll(running);
                addDescendants();
                running = alive().stream()
                        .filter(member -> !suspended.contains(member))
                        .toList();
            }
            // parents first: if suspending fails, a shell that outlives its child would start its next command
            alive().stream().filter(signaled::add).forEach(signal);
        } finally {
            JobControl.resume(suspended);
        }
    }

    private static void terminateAndHangUp(ProcessHandle process) {
        process.destroy();
        JobControl.hangUp(List.of(process));
    }

    private void addDescendants() {
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

    // the JDK calls a process alive until its parent has taken the exit status, which in a container may never happen
    static boolean isAlive(ProcessHandle handle) {
        return handle.isAlive()
                && ProcessStat.of(handle.pid())
                        .map(stat -> !stat.isZombie() && !stat.isDead())
                        .orElseGet(handle::isAlive);
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
