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
 * Tells a collector that is at work which paths are in use from now on.
 *
 * <p>A collector looks for roots once, when it begins; what becomes one later it has to be told. For that it listens on a
 * socket, where Nix's own processes tell it of theirs (from Nix 2.4 on): a path on a line, answered by one byte as soon as
 * it is not deleting that path just now. Without a collector nobody listens.
 *
 * <p>The connection is kept for a while, as Nix's own processes do: the collector of Nix 2.8 falls over one that ends
 * before it has taken note of it.
 */
final class GcSocket implements Closeable {

    private static final String SOCKET = "gc-socket/socket";

    /** A collector may be deleting something big; it is only asked for a favour. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel collector;

    private GcSocket(SocketChannel collector) {
        this.collector = collector;
    }

    /**
     * Asks the collector of a store, if there is one at work, to leave a path alone. What it has deleted by then is gone.
     *
     * @param state the folder of the store's state
     * @param path the path
     * @param deadline when to wait no longer
     * @return what is to be closed when the path is let go; null if nobody was told
     */
    static @Nullable GcSocket give(Path state, StorePath path, Deadline deadline) {
        long until = System.nanoTime() + patience(deadline.remaining()).toNanos();
        Path socket = state.resolve(SOCKET);
        if (!socket.toFile().exists()) {
            // Quicker known than by a failure: nobody has ever collected here.
            return null;
        }
        try {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
            SocketChannel collector = connect(address);
            while (collector == null && System.nanoTime() < until) {
                // As many others as may wait are waiting.
                Thread.sleep(1);
                collector = connect(address);
            }
            return collector == null ? null : told(collector, path, until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            // Nobody collects, which is the usual case, or not in a way that could be talked to.
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

    private static GcSocket told(SocketChannel collector, StorePath path, long until) throws IOException {
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
                // left unread, it would make the end of the connection look like a failure to the collector
                int unused = collector.read(ByteBuffer.allocate(1));
            }
        }
    }

    private static Duration patience(@Nullable Duration remaining) {
        return remaining == null || remaining.compareTo(PATIENCE) > 0 ? PATIENCE : remaining;
    }

    @Override
    public void close() throws IOException {
        collector.close();
    }
}
