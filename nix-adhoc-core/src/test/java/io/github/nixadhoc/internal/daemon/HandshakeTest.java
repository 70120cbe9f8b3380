package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.internal.concurrent.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    @ParameterizedTest
    @ValueSource(ints = {34, 35, 36, 37, 38})
    void eachKnownVersionIsSpoken(int minor) throws IOException {
        Handshake handshake =
                greeted(FakeDaemon.saying(FakeDaemon.greeting(minor, "2.20.1").toBytes()));

        assertThat(handshake.version()).isEqualTo(new ProtocolVersion(1, minor));
        assertThat(handshake.nix()).isEqualTo("2.20.1");
        assertThat(handshake.trust()).isEqualTo(minor < 35 ? Handshake.Trust.UNKNOWN : Handshake.Trust.TRUSTED);
    }

    @Test
    void aNewerDaemonIsSpokenToInTheNewestKnownVersion() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(FakeDaemon.greeting(41, "2.40.0").toBytes());

        assertThat(greeted(daemon).version()).isEqualTo(ProtocolVersion.NEWEST);
        assertThat(daemon.connections().get(0).received())
                .isEqualTo(new WireWriter()
                        .number(Handshake.GREETING)
                        .number(ProtocolVersion.NEWEST.number())
                        .number(0)
                        .number(0)
                        .number(0)
                        .toBytes());
    }

    @ParameterizedTest
    @CsvSource({"33, 2.7.0, version 1.33", "21, 2.3.16, version 1.21", "35, 2.91.1, Lix", "36, 2.18.3-lix (Lix), Lix"})
    void anUnknownDaemonIsUnusable(int minor, String nix, String reason) {
        FakeDaemon daemon = FakeDaemon.saying(FakeDaemon.greeting(minor, nix).toBytes());

        assertThatThrownBy(() -> greeted(daemon))
                .isInstanceOf(UnusableConnectionException.class)
                .hasMessageContaining(reason);
        assertThat(daemon.connections().get(0).isOpen()).isFalse();
    }

    @Test
    void aPeerThatIsNoDaemonIsUnusable() {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> greeted(FakeDaemon.saying(answer))).isInstanceOf(UnusableConnectionException.class);
    }

    @Test
    void aGreetingThatBreaksOffIsUnusable() {
        byte[] greeting = FakeDaemon.greeting().toBytes();
        for (int length = 0; length < greeting.length; length++) {
            FakeDaemon daemon = FakeDaemon.saying(Arrays.copyOf(greeting, length));

            assertThatThrownBy(() -> greeted(daemon)).isInstanceOf(UnusableConnectionException.class);
            assertThat(daemon.connections().get(0).isOpen()).isFalse();
        }
    }

    @Test
    void aDaemonThatDoesNotGreetInTimeIsATimeout() {
        FakeDaemon daemon = FakeDaemon.hangingAfter(new byte[0]);

        assertThatThrownBy(() -> StoreConnection.open(daemon, null, event -> {}, Deadline.after(Duration.ofMillis(50))))
                .isInstanceOf(CallTimedOutException.class);
        assertThat(daemon.connections().get(0).isOpen()).isFalse();
    }

    @Test
    void aDaemonThatRefusesTheUserIsUnusable() {
        byte[] greeting = new WireWriter()
                .number(Handshake.REPLY)
                .number(ProtocolVersion.NEWEST.number())
                .number(0)
                .text("2.34.8")
                .number(2)
                .number(WorkLog.ERROR)
                .text("Error")
                .number(0)
                .text("Error")
                .text("user 'eve' is not allowed to connect to the Nix daemon")
                .number(0)
                .number(0)
                .toBytes();

        assertThatThrownBy(() -> greeted(FakeDaemon.saying(greeting)))
                .isInstanceOf(UnusableConnectionException.class)
                .hasMessageContaining("not allowed");
    }

    private static Handshake greeted(FakeDaemon daemon) throws IOException {
        return StoreConnection.open(daemon, null, event -> {}, Deadline.never()).handshake();
    }
}
