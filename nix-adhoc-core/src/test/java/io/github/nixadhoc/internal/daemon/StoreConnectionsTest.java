package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreConnectionsTest {

    private static final StorePath HELLO = new StorePath("/nix/store/0c0mgy5dnygsgmkq9fl5ppxcasl4sk4f-hello-2.12");
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void oneConnectionServesRequestsThatFollowEachOther() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(script(valid(), valid(), valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, LONG)) {
            for (int i = 0; i < 3; i++) {
                assertThat(store.isValid(HELLO, Deadline.never())).isTrue();
            }
        }

        assertThat(daemon.connections()).hasSize(1);
        assertThat(daemon.connections().get(0).isOpen()).isFalse();
    }

    @Test
    void aConnectionThatWasLostMeanwhileIsReplaced() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(script(valid()), script(valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, LONG)) {
            assertThat(store.isValid(HELLO, Deadline.never())).isTrue();
            assertThat(store.isValid(HELLO, Deadline.never())).isTrue();
        }

        assertThat(daemon.connections()).hasSize(2).noneMatch(FakeDaemon.Connection::isOpen);
    }

    @Test
    void aConnectionThatIsLostInItsFirstRequestIsNotReplaced() {
        FakeDaemon daemon = FakeDaemon.saying(script(), script(valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, LONG)) {
            assertThatThrownBy(() -> store.isValid(HELLO, Deadline.never()))
                    .isInstanceOf(UnusableConnectionException.class);
        }
    }

    @Test
    void anUnusedConnectionIsEnded() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(script(valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, Duration.ofMillis(20))) {
            assertThat(store.isValid(HELLO, Deadline.never())).isTrue();

            Waits.until(() -> !daemon.connections().get(0).isOpen());
            assertThat(store.isKeeping()).isFalse();
        }
    }

    @Test
    void aConnectionThatHasAddedRootsIsNotKept() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(script(valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, LONG)) {
            store.ensure(HELLO, event -> {}, Deadline.never());

            assertThat(store.isKeeping()).isFalse();
            assertThat(daemon.connections()).noneMatch(FakeDaemon.Connection::isOpen);
        }
    }

    @Test
    void temporaryRootsLastUntilTheyAreClosed() throws IOException {
        FakeDaemon daemon = FakeDaemon.saying(script(valid(), valid()));
        try (StoreConnections store = new StoreConnections(daemon, null, LONG)) {
            TemporaryRoots roots = store.keep(List.of(HELLO, HELLO), Deadline.never());
            assertThat(daemon.connections()).allMatch(FakeDaemon.Connection::isOpen);

            roots.close();
            assertThat(daemon.connections()).noneMatch(FakeDaemon.Connection::isOpen);
        }
    }

    @Test
    void closingFailsThoseThatWait() {
        FakeDaemon daemon = FakeDaemon.hangingAfter(script());
        StoreConnections store = new StoreConnections(daemon, null, LONG);
        Background<Boolean> waiting = Background.call(() -> {
            assertThatThrownBy(() -> store.isValid(HELLO, Deadline.never()))
                    .isInstanceOf(UnusableConnectionException.class);
            return true;
        });
        Waits.until(() ->
                !daemon.connections().isEmpty() && daemon.connections().get(0).received().length > 48);

        store.close();

        assertThat(waiting.result()).isTrue();
        assertThatThrownBy(() -> store.isValid(HELLO, Deadline.never()))
                .isInstanceOf(UnusableConnectionException.class)
                .hasMessageContaining("closed");
    }

    private static byte[] script(WireWriter... answers) {
        WireWriter[] all = new WireWriter[answers.length + 1];
        all[0] = FakeDaemon.greeting();
        System.arraycopy(answers, 0, all, 1, answers.length);
        return StoreConnectionTest.joined(all);
    }

    private static WireWriter valid() {
        return new WireWriter().number(WorkLog.LAST).flag(true);
    }
}
