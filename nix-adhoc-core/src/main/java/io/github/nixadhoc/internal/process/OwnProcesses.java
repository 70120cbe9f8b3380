package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The processes of one client, or of one session, those of Nix as well as the programs: whatever it starts comes through here, so that all of
 * it can be stopped.
 *
 * <p>Thread-safe.
 */
public final class OwnProcesses implements CommandExecutor {

    private final CommandExecutor executor;
    private final RunningFolder folder;
    private final Map<RunningProcess, RunningNote> running = new ConcurrentHashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final String owner;
    private volatile boolean closed;

    /** Knows processes of a session, whose journal tells a later JVM of them. */
    public OwnProcesses(CommandExecutor executor) {
        this(executor, RunningFolder.NONE, "session");
    }

    /**
     * Knows processes, and writes them down for a later JVM.
     *
     * @param executor what starts them
     * @param folder where they are written down
     */
    public OwnProcesses(CommandExecutor executor, RunningFolder folder) {
        this(executor, folder, "client");
    }

    private OwnProcesses(CommandExecutor executor, RunningFolder folder, String owner) {
        this.executor = executor;
        this.folder = folder;
        this.owner = owner;
    }

    /**
     * Starts a process that this client answers for.
     *
     * @throws CancelledException if the client has been closed, which ends a command between two of its steps
     */
    @Override
    public RunningProcess start(ProcessSpec spec) {
        return noted(startUnnoted(spec));
    }

    /**
     * Starts a process as {@link #start} does, for a caller who says himself when it is to be written down: a timer is not for
     * what may end within a millisecond.
     *
     * @throws CancelledException if the client has been closed
     */
    public RunningProcess startUnnoted(ProcessSpec spec) {
        // Many start at once; but whoever closes waits for them, and so sees every process there is.
        lock.readLock().lock();
        try {
            requireOpen();
            return known(LastingThread.start(List.of(spec), () -> List.of(executor.start(spec)))
                    .get(0));
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Starts a pipeline that this client answers for.
     *
     * @throws CancelledException if the client has been closed
     */
    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        lock.readLock().lock();
        try {
            requireOpen();
            return LastingThread.start(stages, () -> executor.startPipeline(stages)).stream()
                    .map(this::known)
                    .map(this::noted)
                    .toList();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new CancelledException(Failure.of("the " + owner + " has been closed", ""), null);
        }
    }

    private RunningProcess known(RunningProcess process) {
        RunningNote note = folder.note(process);
        running.put(process, note);
        CompletableFuture<ProcessOutcome> unused = process.outcome().whenComplete((outcome, failure) -> {
            running.remove(process);
            note.end();
        });
        return process;
    }

    private RunningProcess noted(RunningProcess process) {
        RunningNote note = running.get(process);
        if (note != null) {
            folder.writeLater(note);
        }
        return process;
    }

    /** Writes down a process that is expected to run for long, or has done so. */
    public void noteNow(RunningProcess process) {
        RunningNote note = running.get(process);
        if (note != null) {
            folder.write(note);
        }
    }

    /** Returns what starts them, for what has to be done when they have been stopped. */
    public CommandExecutor executor() {
        return executor;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Stops what still runs, waits for its end, and lets no more start. */
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
        for (RunningProcess process : running.keySet()) {
            process.cancel();
        }
        for (RunningProcess process : running.keySet()) {
            RunningProcess unused =
                    process.outcome().handle((outcome, failure) -> process).join();
        }
    }
}
