package io.github.nixadhoc.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The runs of a tool by their ids: a few running ones, and the last ended ones. */
final class ToolRuns {

    static final int MAX_RUNNING = 8;
    static final int MAX_ENDED = 16;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** The length of an id after its first letter: several conversations may share a tool, but not their runs. */
    private static final int ID_LENGTH = 12;

    private final Semaphore places = new Semaphore(MAX_RUNNING, true);
    private final Map<String, ToolRun> running = new LinkedHashMap<>();

    /** The ended runs in the order of their ends, so that a long run is not dropped first. */
    private final Map<String, ToolRun> ended = new LinkedHashMap<>();

    private boolean closed;

    /** Takes a free place for a run, if there is one. */
    boolean takePlace() {
        return places.tryAcquire();
    }

    /**
     * Waits for a place for a run, and takes it.
     *
     * @param progress is called each second, on this thread
     * @return true if there was one in time
     */
    boolean awaitPlace(Duration patience, Consumer<? super String> progress) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = until - System.nanoTime();
            if (places.tryAcquire(Math.min(left, HEARTBEAT.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
            requireOpen();
            if (left <= 0) {
                return false;
            }
            progress.accept("it waits for one of " + MAX_RUNNING + " programs to end");
        }
    }

    /** Starts a run in a taken place, which is free again after the run. The caller releases the run. */
    synchronized ToolRun start(ToolInput wanted, RunStart start, RunOutputs outputs) {
        boolean started = false;
        try {
            requireOpen();
            ToolRun run = ToolRun.start("r" + RandomWord.of(ID_LENGTH), wanted, start, outputs, this::ended);
            started = true;
            running.put(run.id(), run);
            return run.hold();
        } finally {
            if (!started) {
                places.release();
            }
        }
    }

    private void ended(ToolRun run) {
        synchronized (this) {
            running.remove(run.id());
            if (!closed) {
                ended.put(run.id(), run);
                forgetOldest();
            }
        }
        places.release();
    }

    private void forgetOldest() {
        Iterator<ToolRun> oldest = ended.values().iterator();
        while (ended.size() > MAX_ENDED) {
            oldest.next().forget();
            oldest.remove();
        }
    }

    /** Returns a run, which the caller releases. */
    synchronized ToolRun get(String id) {
        requireOpen();
        ToolRun run = running.getOrDefault(id, ended.get(id));
        if (run == null) {
            throw new ToolInputException(
                    "there is no run of this id (of those that have ended, the last " + MAX_ENDED + " are remembered)");
        }
        return run.hold();
    }

    /** Returns the reason why no program can be started now, and a remedy. Ids are told to those only who began the runs. */
    static String noPlace() {
        return MAX_RUNNING + " programs are at work already; end one of yours with {\"id\":\"…\",\"stop\":true},"
                + " or try again later";
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new ToolInputException("this tool has been closed");
        }
    }

    /** Stops all runs at the same time, and waits for their ends, for all of them as long as for one. */
    void close() {
        List<ToolRun> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(running.values());
            all.addAll(ended.values());
            ended.clear();
        }
        all.forEach(ToolRun::interrupt);
        long until = System.nanoTime() + ToolRun.STOP_PATIENCE.toNanos();
        all.forEach(run -> run.stop(Duration.ofNanos(until - System.nanoTime())));
        all.forEach(ToolRun::discard);
    }
}
