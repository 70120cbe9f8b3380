package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a store, on which one request follows another.
 *
 * <p>One thread at a time uses it. It is closed by everything that leaves the rest of its stream without meaning: a lost peer, a
 * malformed answer, a passed deadline, an interrupt, a listener that throws. An error that the daemon reports is such a thing
 * too: a daemon that did not understand the request sends its error twice, so that the second one would answer the next request.
 */
final class StoreConnection implements Closeable {

    /** A daemon that does not greet in this time hangs. */
    private static final Duration MAX_GREETING = Duration.ofSeconds(10);

    /**
     * The number of requests that are sent at once. They have to fit into a pipe, because a daemon that cannot send an answer
     * reads no request.
     */
    private static final int AT_ONCE = 64;

    private final StoreTransport transport;
    private final WireReader from;
    private final Handshake handshake;

    private StoreConnection(StoreTransport transport, WireReader from, Handshake handshake) {
        this.transport = transport;
        this.from = from;
        this.handshake = handshake;
    }

    /**
     * Makes a connection.
     *
     * @param way the way to the store
     * @param options the settings of the connection; null for those of the daemon
     * @param log receives what the daemon says about the settings
     * @param deadline the deadline
     * @throws UnusableConnectionException if there is none to be had
     * @throws CallTimedOutException if the deadline has passed
     */
    static StoreConnection open(
            StoreTransport.Way way,
            @Nullable ConnectionOptions options,
            Consumer<? super NixLogEvent> log,
            Deadline deadline)
            throws IOException {
        StoreTransport transport = way.connect(deadline);
        boolean opened = false;
        try {
            StoreConnection connection = greet(transport, deadline);
            if (options != null) {
                boolean unused = connection.call(new StoreRequests.SetOptions(options), log, deadline);
            }
            opened = true;
            return connection;
        } catch (StoreErrorException e) {
            throw new UnusableConnectionException("the daemon refuses the connection: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                transport.abort();
                transport.close();
            }
        }
    }

    private static StoreConnection greet(StoreTransport transport, Deadline deadline) throws IOException {
        InputStream buffered = new BufferedInputStream(transport.input());
        WireReader from = new WireReader(buffered);
        try (CallWatch watch = CallWatch.over(transport, deadline.orEarlier(Deadline.after(MAX_GREETING)))) {
            try {
                return new StoreConnection(transport, from, Handshake.with(transport, from));
            } catch (StoreErrorException | UnusableConnectionException e) {
                throw e;
            } catch (IOException e) {
                if (watch.hasRung() && !deadline.hasPassed()) {
                    throw new UnusableConnectionException("the daemon does not greet", e);
                }
                throw explained(e, watch);
            }
        }
    }

    /** Returns what both sides have told each other. */
    Handshake handshake() {
        return handshake;
    }

    /**
     * Sends a request and returns its answer.
     *
     * @param log receives the log, on the calling thread
     * @throws StoreErrorException if the daemon reports an error
     * @throws UnusableConnectionException if the connection was lost, or the answer is malformed
     * @throws CallTimedOutException if the deadline has passed
     * @throws InterruptedIOException if the thread is interrupted, which it stays
     */
    <T> T call(StoreRequest<T> request, Consumer<? super NixLogEvent> log, Deadline deadline) throws IOException {
        return callAll(List.of(request), log, deadline).get(0);
    }

    /** Sends requests, and returns their answers. Small requests are sent before the answers to earlier ones have come. */
    <T> List<T> callAll(List<? extends StoreRequest<T>> requests, Consumer<? super NixLogEvent> log, Deadline deadline)
            throws IOException {
        List<T> answers = new ArrayList<>(requests.size());
        boolean usable = false;
        try (CallWatch watch = CallWatch.over(transport, deadline)) {
            try {
                for (int i = 0; i < requests.size(); i += AT_ONCE) {
                    answer(requests.subList(i, Math.min(requests.size(), i + AT_ONCE)), log, answers);
                }
                usable = true;
                return answers;
            } catch (StoreErrorException e) {
                throw e;
            } catch (IOException e) {
                throw explained(e, watch);
            } finally {
                if (!usable) {
                    transport.abort();
                }
            }
        }
    }

    private <T> void answer(
            List<? extends StoreRequest<T>> requests, Consumer<? super NixLogEvent> log, List<T> answers)
            throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before a request");
        }
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (StoreRequest<T> request : requests) {
            words.writeBytes(request.write(new WireWriter().number(request.operation()), handshake.version())
                    .toBytes());
        }
        transport.send(words.toByteArray());
        for (StoreRequest<T> request : requests) {
            new WorkLog(from).readTo(log);
            answers.add(request.read(from, handshake.version()));
        }
    }

    private static IOException explained(IOException e, CallWatch watch) {
        if (watch.hasRung()) {
            return new CallTimedOutException();
        }
        if (e instanceof InterruptedIOException || e instanceof UnusableConnectionException) {
            return e;
        }
        if (e instanceof ClosedByInterruptException) {
            return new InterruptedIOException("interrupted while the store was at work");
        }
        return new UnusableConnectionException("the connection to the store was lost: " + e.getMessage(), e);
    }

    /** Ends the connection and the work of the daemon for it. */
    void abort() {
        transport.abort();
    }

    /** Returns whether another request can follow. */
    boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void close() {
        transport.close();
    }
}
