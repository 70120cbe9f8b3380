package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that tells a running garbage collector which path is in use.
 *
 * <p>A collector looks for roots once, when it begins. From Nix 2.4 on it listens on a socket for roots that are added
 * later: a client writes a path and a line break, and the collector answers with one byte as soon as it is not deleting
 * that path. Nobody listens on the socket while no collector is running.
 *
 * <p>The connection stays open for a while, as Nix's own processes keep theirs: the collector of Nix 2.8 fails if a
 * connection ends before the collector has registered it.
 */
final class GcSocket implements Closeable {

    private static final String SOCKET = "gc-socket/socket";

    /** A collector that deletes a large path answers late, and the path is protected by other means too. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final SocketChannel collector;

    private GcSocket(SocketChannel collector) {
        this.collector = collector;
    }

    /**
     * Asks the running collector of a store, if there is one, to keep a path. The collector may have deleted the path
     * before.
     *
     * @param state the state directory of the store
     * @param path the path
     * @param deadline when to stop waiting
     * @return the connection, to be closed when the path is no longer used; null if no collector was reached
     */
    static @Nullable GcSocket announce(Path state, StorePath path, Deadline deadline) {
        long until = System.nanoTime() + limited(deadline.remaining()).toNanos();
        Path socket = state.resolve(SOCKET);
        if (!socket.toFile().exists()) {
            // No collector has ever run here, and this check is faster than a failing connection.
            return null;
        }
        try {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
            SocketChannel collector = connect(address);
            while (collector == null && System.nanoTime() < until) {
                // The queue of the socket is full.
                Thread.sleep(1);
                collector = connect(address);
            }
            return collector == null ? null : announced(collector, path, until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            // Usually no collector is running; otherwise it cannot be reached.
            return null;
        }
    }

    private static @Nullable SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            // A collector that hangs must not make a command miss its deadline.
            channel.configureBlocking(false);
            connected = channel.connect(address);
            return connected ? channel : null;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static GcSocket announced(SocketChannel collector, StorePath path, long until) throws IOException {
        try {
            collector.write(ByteBuffer.wrap((path + "\n").getBytes(StandardCharsets.UTF_8)));
            awaitAnswer(collector, Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            return new GcSocket(collector);
        } catch (IOException e) {
            collector.close();
            throw e;
        }
    }

    private static void awaitAnswer(SocketChannel collector, long millis) throws IOException {
        try (Selector selector = Selector.open()) {
            collector.register(selector, SelectionKey.OP_READ);
            if (selector.select(millis) > 0) {
                // The collector takes a connection that is closed with an unread answer for a failure.
                int unused = collector.read(ByteBuffer.allocate(1));
            }
        }
    }

    private static Duration limited(@Nullable Duration remaining) {
        return remaining == null || remaining.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : remaining;
    }

    @Override
    public void close() throws IOException {
        collector.close();
    }
}
