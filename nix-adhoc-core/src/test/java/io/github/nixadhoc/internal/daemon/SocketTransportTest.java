package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTransportTest {

    @TempDir
    private Path folder;

    @Test
    void aSocketThatIsNotThereIsUnusable() {
        assertThatThrownBy(() -> SocketTransport.to(folder.resolve("none")).connect(Deadline.never()))
                .isInstanceOf(UnusableConnectionException.class);
    }

    @Test
    void aSocketThatNobodyListensOnIsUnusable() throws IOException {
        Path socket = folder.resolve("socket");
        listen(socket).close();
        assertThat(Files.exists(socket)).isTrue();

        assertThatThrownBy(() -> SocketTransport.to(socket).connect(Deadline.never()))
                .isInstanceOf(UnusableConnectionException.class);
    }

    @Test
    void aPathThatIsTooLongForASocketIsUnusable() {
        assertThatThrownBy(() ->
                        SocketTransport.to(folder.resolve("x".repeat(200))).connect(Deadline.never()))
                .isInstanceOf(UnusableConnectionException.class);
    }

    @Test
    void aDaemonThatAcceptsNobodyIsUnusable() throws IOException {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            SocketTransport.to(socket).connect(Deadline.after(Duration.ofMillis(50)));
                        }
                    })
                    .isInstanceOf(UnusableConnectionException.class);
        }
    }

    @Test
    void aDaemonThatSaysNothingIsATimeout() throws IOException {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = listen(socket)) {
            assertThat(server.isOpen()).isTrue();

            assertThatThrownBy(() -> StoreConnection.open(
                            SocketTransport.to(socket), null, event -> {}, Deadline.after(Duration.ofMillis(50))))
                    .isInstanceOf(CallTimedOutException.class);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = listen(socket)) {
            AtomicReference<Thread> caller = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            Background<Boolean> waiting = Background.call(() -> {
                caller.set(Thread.currentThread());
                started.countDown();
                assertThatThrownBy(() ->
                                StoreConnection.open(SocketTransport.to(socket), null, event -> {}, Deadline.never()))
                        .isInstanceOf(InterruptedIOException.class);
                return Thread.interrupted();
            });
            Waits.forLatch(started);
            server.accept().getLocalAddress();

            caller.get().interrupt();

            assertThat(waiting.result()).isTrue();
        }
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(socket));
    }
}
