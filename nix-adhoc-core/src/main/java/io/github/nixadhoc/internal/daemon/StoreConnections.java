package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.concurrent.Later;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client to its store. One of them is kept for a few seconds while nobody uses it.
 *
 * <p>Each caller has a connection of its own for the time of a request, on its own thread. A connection that was kept and has
 * been lost meanwhile is replaced by a new one. Thread-safe.
 */
public final class StoreConnections implements AutoCloseable {

    /** The time for which an unused connection is kept, in which a run asks its next question. */
    private static final Duration KEEP = Duration.ofSeconds(5);

    private final StoreTransport.Way way;
    private final @Nullable ConnectionOptions options;
    private final Duration keep;
    private final boolean keepsBetweenCommands;
    private final Set<StoreConnection> busy = new HashSet<>();
    private @Nullable StoreConnection idle;
    private @Nullable Future<?> end;
    private boolean closed;

    StoreConnections(StoreTransport.Way way, @Nullable ConnectionOptions options, Duration keep) {
        this(way, options, keep, true);
    }

    private StoreConnections(
            StoreTransport.Way way, @Nullable ConnectionOptions options, Duration keep, boolean keepsBetweenCommands) {
        this.way = way;
        this.options = options;
        this.keep = keep;
        this.keepsBetweenCommands = keepsBetweenCommands;
    }

    /**
     * Returns the connections to the socket of a daemon, none of them made yet.
     *
     * @param socket the socket
     * @param options the settings of the connections; null for those of the daemon
     */
    public static StoreConnections toSocket(Path socket, @Nullable ConnectionOptions options) {
        return new StoreConnections(SocketTransport.to(socket), options, KEEP);
    }

    /**
     * Returns the connections to child processes, none of them started yet.
     *
     * @param executor the starter of the processes
     * @param daemon the command, with the settings as options, the environment and the directory
     */
    public static StoreConnections toChildren(CommandExecutor executor, ProcessSpec daemon) {
        return new StoreConnections(ChildTransport.of(executor, daemon), null, KEEP, false);
    }

    /** Returns whether a path is valid. */
    public boolean isValid(StorePath path, Deadline deadline) throws IOException {
        return call(new StoreRequests.IsValidPath(path), event -> {}, deadline);
    }

    /** Returns those of some paths that are valid. */
    public List<StorePath> valid(List<StorePath> paths, Deadline deadline) throws IOException {
        return call(new StoreRequests.QueryValidPaths(paths, false), event -> {}, deadline);
    }

    /** Returns the facts about a path; empty if it is not valid. */
    public Optional<PathFacts> facts(StorePath path, Deadline deadline) throws IOException {
        return call(new StoreRequests.QueryPathInfo(path), event -> {}, deadline);
    }

    /** Returns the work that realising some paths takes. */
    public MissingPaths missing(List<WantedPath> wanted, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        return call(new StoreRequests.QueryMissing(wanted), log, deadline);
    }

    /** Builds or downloads paths, and reports on each. */
    public List<RealisedPath> realise(List<WantedPath> wanted, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        return call(new StoreRequests.BuildPathsWithResults(wanted), log, deadline);
    }

    /** Makes a path valid, by a download if it is not. */
    public void ensure(StorePath path, Consumer<? super NixLogEvent> log, Deadline deadline) throws IOException {
        boolean unused = call(new StoreRequests.EnsurePath(path), log, deadline);
    }

    /** Returns those of some paths that can be downloaded. */
    public List<StorePath> substitutable(List<StorePath> paths, Deadline deadline) throws IOException {
        return call(new StoreRequests.QuerySubstitutablePaths(paths), event -> {}, deadline);
    }

    /** Returns the facts that the caches have about paths, of those that they have. */
    public List<SubstitutableFacts> substitutableFacts(List<StorePath> paths, Deadline deadline) throws IOException {
        return call(new StoreRequests.QuerySubstitutablePathInfos(paths), event -> {}, deadline);
    }

    /** Adds signatures to a path. */
    public void sign(StorePath path, List<String> signatures, Deadline deadline) throws IOException {
        boolean unused = call(new StoreRequests.AddSignatures(path, signatures), event -> {}, deadline);
    }

    /** Compares the store with its database, and returns whether errors remain, of which the log tells. */
    public boolean verify(boolean checkContents, boolean repair, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        return call(new StoreRequests.VerifyStore(checkContents, repair), log, deadline);
    }

    /**
     * Finds or deletes garbage.
     *
     * @param paths the paths that are meant, for {@link GarbageAction#DELETE_SPECIFIC}
     * @param maxBytes the bytes after which the deletion stops
     */
    public CollectedGarbage collect(
            GarbageAction action,
            List<StorePath> paths,
            long maxBytes,
            Consumer<? super NixLogEvent> log,
            Deadline deadline)
            throws IOException {
        return call(new StoreRequests.CollectGarbage(action, paths, maxBytes), log, deadline);
    }

    /** Returns the roots of the garbage collector. */
    public List<StoreRoot> roots(Deadline deadline) throws IOException {
        return call(new StoreRequests.FindRoots(), event -> {}, deadline);
    }

    /**
     * Requests that follow each other.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface Conversation<T> {
        T hold(StoreTalk talk) throws IOException;
    }

    /**
     * Holds a conversation on a connection that nobody else uses. It may be begun again if its first request fails.
     *
     * @param log receives the log, on the calling thread
     * @throws StoreErrorException if the daemon reports an error
     * @throws UnusableConnectionException if there is no connection to be had, it was lost, or an answer is malformed
     * @throws CallTimedOutException if the deadline has passed
     * @throws java.io.InterruptedIOException if the thread is interrupted, which it stays
     */
    public <T> T converse(Conversation<T> conversation, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        StoreConnection kept = takeIdle();
        if (kept != null) {
            StoreTalk talk = new StoreTalk(kept, log, deadline);
            try {
                return hold(conversation, kept, talk);
            } catch (UnusableConnectionException e) {
                // the daemon may have ended while the connection was not used
                if (e instanceof MalformedAnswerException || talk.hasAnswer()) {
                    throw e;
                }
            }
        }
        StoreConnection connection = opened(log, deadline);
        return hold(conversation, connection, new StoreTalk(connection, log, deadline));
    }

    private <T> T hold(Conversation<T> conversation, StoreConnection connection, StoreTalk talk) throws IOException {
        try {
            return conversation.hold(talk);
        } finally {
            giveBack(connection, !talk.hasAddedRoots());
        }
    }

    private <T> T call(StoreRequest<T> request, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        return converse(talk -> talk.call(request), log, deadline);
    }

    /**
     * Keeps paths from being deleted until the result is closed, if they are valid.
     *
     * @throws IOException as for {@link #converse}
     */
    public TemporaryRoots keep(List<StorePath> paths, Deadline deadline) throws IOException {
        StoreConnection connection = opened(event -> {}, deadline);
        boolean kept = false;
        try {
            for (StorePath path : paths) {
                boolean unused = connection.call(new StoreRequests.AddTempRoot(path), event -> {}, deadline);
            }
            kept = true;
            return new TemporaryRoots(() -> giveBack(connection, false));
        } finally {
            if (!kept) {
                giveBack(connection, false);
            }
        }
    }

    private StoreConnection opened(Consumer<? super NixLogEvent> log, Deadline deadline) throws IOException {
        requireOpen();
        StoreConnection connection = StoreConnection.open(way, options, log, deadline);
        synchronized (this) {
            if (!closed) {
                busy.add(connection);
                return connection;
            }
        }
        connection.close();
        throw hasBeenClosed();
    }

    private synchronized void requireOpen() throws IOException {
        if (closed) {
            throw hasBeenClosed();
        }
    }

    private static UnusableConnectionException hasBeenClosed() {
        return new UnusableConnectionException("the client has been closed");
    }

    private synchronized @Nullable StoreConnection takeIdle() {
        StoreConnection taken = idle;
        idle = null;
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        if (taken != null) {
            busy.add(taken);
        }
        return taken;
    }

    private void giveBack(StoreConnection connection, boolean reusable) {
        synchronized (this) {
            busy.remove(connection);
            if (reusable && !closed && idle == null && connection.isOpen()) {
                idle = connection;
                end = Later.run(keep, () -> endIdle(connection));
                return;
            }
        }
        connection.close();
    }

    private void endIdle(StoreConnection connection) {
        synchronized (this) {
            if (idle != connection) {
                return;
            }
            idle = null;
            end = null;
        }
        connection.close();
    }

    /**
     * Ends a child that is kept unused, where the connections are to children: when a command has ended, no process of it runs
     * any more. A connection to a socket is kept.
     */
    public void rest() {
        StoreConnection kept;
        synchronized (this) {
            kept = keepsBetweenCommands ? null : takeIdle();
            if (kept != null) {
                busy.remove(kept);
            }
        }
        if (kept != null) {
            kept.close();
        }
    }

    /** Returns whether a connection is kept that nobody uses. */
    synchronized boolean isKeeping() {
        return idle != null;
    }

    /** Closes all connections, also those that are in use, whose callers fail. */
    @Override
    public void close() {
        StoreConnection kept;
        List<StoreConnection> used;
        synchronized (this) {
            closed = true;
            used = List.copyOf(busy);
            kept = takeIdle();
            busy.clear();
        }
        if (kept != null) {
            kept.close();
        }
        used.forEach(StoreConnection::abort);
    }
}
