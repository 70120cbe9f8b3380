package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.model.StorePath;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells a collector that is at work which paths are in use from now on.
 *
 * <p>A collector looks for roots once, when it begins; what becomes one later it has to be told. For that it listens on a
 * socket, where Nix's own processes tell it of theirs (from Nix 2.4 on): a path on a line, answered by one byte as soon as
 * it is not deleting that path just now. Without a collector nobody listens.
 */
final class CollectorNotice {

    private static final String SOCKET = "gc-socket/socket";

    /** A collector may be deleting something big; it is only asked for a favour. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private CollectorNotice() {}

    /**
     * Asks the collector of a store, if there is one at work, to leave a path alone. What it has deleted by then is gone.
     *
     * @param state the folder of the store's state
     * @param path the path
     * @param deadline when to wait no longer
     */
    static void give(Path state, StorePath path, Deadline deadline) {
        try (SocketChannel collector = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (collector.connect(UnixDomainSocketAddress.of(state.resolve(SOCKET)))) {
                collector.write(ByteBuffer.wrap((path + "\n").getBytes(StandardCharsets.UTF_8)));
                awaitAnswer(collector, deadline);
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            // Nobody collects, which is the usual case, or not in a way that could be talked to.
        }
    }

    private static void awaitAnswer(SocketChannel collector, Deadline deadline) throws IOException {
        collector.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            collector.register(selector, SelectionKey.OP_READ);
            selector.select(patience(deadline.remaining()).toMillis() + 1);
        }
    }

    private static Duration patience(@Nullable Duration remaining) {
        return remaining == null || remaining.compareTo(PATIENCE) > 0 ? PATIENCE : remaining;
    }
}
