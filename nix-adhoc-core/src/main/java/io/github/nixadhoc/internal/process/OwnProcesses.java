package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.nix.NotingExecutor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The processes of a client or a session, both programs and processes of Nix. All of them are started by this executor, so that
 * closing it stops them all.
 *
 * <p>Thread-safe.
 */
public final class OwnProcesses implements NotingExecutor {

    private final CommandExecutor executor;
    private final RunningFolder folder;
    private final Map<RunningProcess, RunningNote> running = new ConcurrentHashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final String owner;
    private volatile boolean closed;

    /** Creates the processes of a session, which records them in its journal for a later JVM. */
    public OwnProcesses(CommandExecutor executor) {
        this(executor, RunningFolder.NONE, "session");
    }

    /**
     * Creates the processes of a client, which are recorded in a folder for a later JVM.
     *
     * @param executor the executor that starts them
     * @param folder the folder of their records
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
     * Starts a process that is stopped with the client.
     *
     * @throws CancelledException if the client has been closed, which ends a command between two of its steps
     */
    @Override
    public RunningProcess start(ProcessSpec spec) {
        return scheduleNote(startUnnoted(spec));
    }

    /**
     * Starts a process as {@link #start} does, but leaves it to the caller to call {@link #noteNow}: a timer is too expensive
     * for a process that may end within a millisecond.
     *
     * @throws CancelledException if the client has been closed
     */
    @Override
    public RunningProcess startUnnoted(ProcessSpec spec) {
        // a read lock, because starts may run concurrently, but close() must wait for them to see all processes
        lock.readLock().lock();
        try {
            requireOpen();
            return register(LastingThread.start(List.of(spec), () -> List.of(executor.start(spec)))
                    .get(0));
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Starts a pipeline that is stopped with the client.
     *
     * @throws CancelledException if the client has been closed
     */
    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        lock.readLock().lock();
        try {
            requireOpen();
            return LastingThread.start(stages, () -> executor.startPipeline(stages)).stream()
                    .map(this::register)
                    .map(this::scheduleNote)
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

    private RunningProcess register(RunningProcess process) {
        RunningNote note = folder.note(process);
        running.put(process, note);
        CompletableFuture<ProcessOutcome> unused = process.outcome().whenComplete((outcome, failure) -> {
            running.remove(process);
            note.end();
        });
        return process;
    }

    private RunningProcess scheduleNote(RunningProcess process) {
        RunningNote note = running.get(process);
        if (note != null) {
            folder.writeLater(note);
        }
        return process;
    }

    /** Records a process that has run for some time, or is expected to. */
    public void noteNow(RunningProcess process) {
        RunningNote note = running.get(process);
        if (note != null) {
            folder.write(note);
        }
    }

    /** Returns the underlying executor, for processes that have to be started after the others have been stopped. */
    public CommandExecutor executor() {
        return executor;
    }

    /** Returns whether further starts are prevented. */
    public boolean isClosed() {
        return closed;
    }

    /** Stops the running processes, waits for their end, and prevents further starts. */
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
