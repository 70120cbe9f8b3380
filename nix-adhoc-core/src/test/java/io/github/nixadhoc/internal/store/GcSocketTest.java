package io.github.nixadhoc.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.StorePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests against a socket of the test. {@code CollectorIT} shows that Nix's socket behaves the same. */
class GcSocketTest {

    private static final StorePath PATH = StorePath.parse("/nix/store/00000000000000000000000000000000-hello");

    @TempDir
    private Path state;

    @Test
    void withoutACollectorNothingIsAwaited() {
        assertThat(GcSocket.announce(state, PATH, Deadline.never())).isNull();
    }

    @Test
    void aStaleSocketHasNoCollector() throws IOException {
        listen().close();
        assertThat(state.resolve("gc-socket/socket")).exists();

        assertThat(GcSocket.announce(state, PATH, Deadline.never())).isNull();
    }

    @Test
    void aPathTooLongForASocketHasNoCollector() {
        assertThat(GcSocket.announce(state.resolve("x".repeat(200)), PATH, Deadline.never()))
                .isNull();
    }

    @Test
    void aCollectorGetsThePathAndItsAnswerIsAwaited() throws Exception {
        try (ServerSocketChannel server = listen()) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> collector(server));

            GcSocket notice = GcSocket.announce(state, PATH, Deadline.never());

            assertThat(received).isNotDone();
            assertThat(notice).isNotNull();
            notice.close();
            assertThat(received.get()).isEqualTo(PATH.value());
        }
    }

    @Test
    void aHangingCollectorIsAwaitedUntilTheDeadline() throws Exception {
        List<GcSocket> notices = new ArrayList<>();
        try (ServerSocketChannel server = listen()) {
            long started = System.nanoTime();
            GcSocket notice;
            do {
                notice = GcSocket.announce(state, PATH, Deadline.after(Duration.ofMillis(10)));
                notices.add(notice);
            } while (notice != null && notices.size() < 200);

            // a hundred times the deadlines, and a tenth of what the notices wait for without one
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofMillis(9L * notices.size()), Duration.ofSeconds(notices.size()));
            assertThat(server.isOpen()).isTrue();
        } finally {
            for (GcSocket notice : notices) {
                if (notice != null) {
                    notice.close();
                }
            }
        }
    }

    private ServerSocketChannel listen() throws IOException {
        Path socket = Files.createDirectories(state.resolve("gc-socket")).resolve("socket");
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    private static String collector(ServerSocketChannel server) {
        try (SocketChannel client = server.accept()) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
            String path = lines.readLine();
            client.write(ByteBuffer.wrap(new byte[] {'1'}));
            // Wait until the client closes the connection.
            assertThat(lines.readLine()).isNull();
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
