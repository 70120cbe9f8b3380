package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.LogFields;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConnectionTest {

    private static final StorePath HELLO = new StorePath("/nix/store/0c0mgy5dnygsgmkq9fl5ppxcasl4sk4f-hello-2.12");
    private static final StorePath GLIBC = new StorePath("/nix/store/1c0mgy5dnygsgmkq9fl5ppxcasl4sk4f-glibc-2.40");

    private final List<NixLogEvent> log = new ArrayList<>();

    @Test
    void theFactsAboutAPathAreRead() throws IOException {
        WireWriter answer = last().flag(true)
                .text("")
                .text("00ff")
                .paths(List.of(GLIBC))
                .number(1_700_000_000)
                .number(4096)
                .flag(true)
                .texts(List.of("cache:sig"))
                .text("");

        assertThat(call(new StoreRequests.QueryPathInfo(HELLO), answer))
                .contains(new PathFacts(
                        HELLO,
                        Optional.empty(),
                        "00ff",
                        List.of(GLIBC),
                        1_700_000_000,
                        4096,
                        true,
                        List.of("cache:sig"),
                        ""));
    }

    @Test
    void aPathThatIsNotValidHasNoFacts() throws IOException {
        assertThat(call(new StoreRequests.QueryPathInfo(HELLO), last().flag(false)))
                .isEmpty();
    }

    @Test
    void theMissingPathsAreRead() throws IOException {
        WireWriter answer = last().paths(List.of())
                .paths(List.of(HELLO))
                .paths(List.of(GLIBC))
                .number(10)
                .number(20);

        assertThat(call(new StoreRequests.QueryMissing(List.of(WantedPath.of(HELLO))), answer))
                .isEqualTo(new MissingPaths(List.of(), List.of(HELLO), List.of(GLIBC), 10, 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {34, 36, 37, 38})
    void theResultsOfBuildsAreReadInEachVersion(int minor) throws IOException {
        WireWriter answer = last().number(1)
                .text(HELLO.value())
                .number(1)
                .text("")
                .number(2)
                .flag(false)
                .number(3)
                .number(4);
        WireWriter timed = minor >= 37 ? answer.number(1).number(500).number(0) : answer;

        List<RealisedPath> results = call(
                minor,
                new StoreRequests.BuildPathsWithResults(List.of(WantedPath.of(HELLO))),
                timed.texts(Map.of("sha256:00!out", "{}")));

        assertThat(results)
                .containsExactly(new RealisedPath(HELLO.value(), 1, "", 2, false, 3, 4, Map.of("sha256:00!out", "{}")));
        assertThat(results).allMatch(RealisedPath::isSuccess);
    }

    @Test
    void outputsAreNamedBehindTheirDerivation() {
        assertThat(WantedPath.outputs(HELLO, List.of("out", "man")).text()).isEqualTo(HELLO + "!out,man");
        assertThat(WantedPath.of(HELLO).text()).isEqualTo(HELLO.value());
    }

    @Test
    void theLogBecomesTheEventsOfNix() throws IOException {
        WireWriter answer = new WireWriter()
                .number(WorkLog.START_ACTIVITY)
                .number(7)
                .number(3)
                .number(NixLogEvent.COPY_PATH)
                .text("copying")
                .number(2)
                .number(1)
                .text("/a")
                .number(0)
                .number(9)
                .number(5)
                .number(WorkLog.RESULT)
                .number(7)
                .number(NixLogEvent.PROGRESS)
                .number(1)
                .number(0)
                .number(11)
                .number(WorkLog.NEXT)
                .text("warning: old\n")
                .number(WorkLog.NEXT)
                .text("it broke")
                .number(WorkLog.STOP_ACTIVITY)
                .number(7)
                .number(WorkLog.LAST)
                .flag(true);

        call(new StoreRequests.IsValidPath(HELLO), answer);

        assertThat(log)
                .containsExactly(
                        new NixLogEvent.Start(
                                7, 5, 3, NixLogEvent.COPY_PATH, "copying", new LogFields(List.of("/a", 9L))),
                        new NixLogEvent.Result(7, NixLogEvent.PROGRESS, new LogFields(List.of(11L))),
                        new NixLogEvent.Message(NixLogEvent.WARNING, "warning: old", "warning: old"),
                        new NixLogEvent.Message(NixLogEvent.ERROR, "it broke", "it broke"),
                        new NixLogEvent.Stop(7));
    }

    @Test
    void anErrorOfTheDaemonHasAllItsFieldsAndClosesTheConnection() throws IOException {
        WireWriter error = new WireWriter()
                .number(WorkLog.ERROR)
                .text("Error")
                .number(0)
                .text("BuildError")
                .text("it broke")
                .number(0)
                .number(1)
                .number(0)
                .text("while building");
        FakeDaemon daemon = FakeDaemon.saying(joined(FakeDaemon.greeting(), error, last().flag(true)));
        StoreConnection connection = open(daemon);

        Throwable failure =
                catchThrowable(() -> connection.call(new StoreRequests.EnsurePath(HELLO), log::add, Deadline.never()));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreErrorException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new StoreError(
                                        "Error", 0, "BuildError", "it broke", List.of("while building"))));
        // the daemon may send the same error again
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {WorkLog.READ, WorkLog.WRITE, 0, -1, 0x12345678})
    void aMessageThatWasNotAskedForIsMalformed(long kind) {
        WireWriter answer = new WireWriter().number(kind).number(8).number(0);

        assertThatThrownBy(() -> call(new StoreRequests.IsValidPath(HELLO), answer))
                .isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void anAnswerThatBreaksOffAnywhereIsALostConnection() throws IOException {
        byte[] answer = joined(
                new WireWriter()
                        .number(WorkLog.START_ACTIVITY)
                        .number(1)
                        .number(2)
                        .number(3)
                        .text("copying")
                        .number(1)
                        .number(1)
                        .text("a")
                        .number(0),
                last().number(1)
                        .text(HELLO.value())
                        .number(1)
                        .text("")
                        .number(0)
                        .number(0)
                        .number(0)
                        .number(0)
                        .number(1)
                        .number(500)
                        .number(0)
                        .texts(Map.of("id", "{}")));
        for (int length = 0; length < answer.length; length++) {
            FakeDaemon daemon =
                    FakeDaemon.saying(joined(FakeDaemon.greeting().toBytes(), Arrays.copyOf(answer, length)));
            StoreConnection connection = open(daemon);

            assertThatThrownBy(() -> connection.call(
                            new StoreRequests.BuildPathsWithResults(List.of(WantedPath.of(HELLO))),
                            log::add,
                            Deadline.never()))
                    .isInstanceOf(UnusableConnectionException.class);
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void aSlowPeerIsATimeoutThatClosesTheConnection() throws IOException {
        FakeDaemon daemon = FakeDaemon.hangingAfter(joined(
                FakeDaemon.greeting(), new WireWriter().number(WorkLog.NEXT).number(40)));
        StoreConnection connection = open(daemon);

        assertThatThrownBy(() -> connection.call(
                        new StoreRequests.IsValidPath(HELLO), log::add, Deadline.after(Duration.ofMillis(50))))
                .isInstanceOf(CallTimedOutException.class);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void anInterruptClosesTheConnectionAndStays() throws IOException {
        FakeDaemon daemon = FakeDaemon.hangingAfter(FakeDaemon.greeting().toBytes());
        StoreConnection connection = open(daemon);
        AtomicReference<Thread> caller = new AtomicReference<>();
        Background<Boolean> waiting = Background.call(() -> {
            caller.set(Thread.currentThread());
            assertThatThrownBy(() -> connection.call(new StoreRequests.IsValidPath(HELLO), log::add, Deadline.never()))
                    .isInstanceOf(InterruptedIOException.class);
            return Thread.interrupted();
        });
        Waits.until(() -> caller.get() != null && caller.get().getState() == Thread.State.WAITING);

        caller.get().interrupt();

        assertThat(waiting.result()).isTrue();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aListenerThatThrowsClosesTheConnection() throws IOException {
        FakeDaemon daemon = FakeDaemon.hangingAfter(joined(
                FakeDaemon.greeting(), new WireWriter().number(WorkLog.NEXT).text("x")));
        StoreConnection connection = open(daemon);

        assertThatThrownBy(() -> connection.call(
                        new StoreRequests.IsValidPath(HELLO),
                        event -> {
                            throw new IllegalStateException("tired");
                        },
                        Deadline.never()))
                .hasMessage("tired");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void settingsAreSentBeforeAnythingElse() throws IOException {
        ConnectionOptions options =
                new ConnectionOptions(false, true, false, 1, 4, 60, true, 2, true, Map.of("connect-timeout", "5"));
        FakeDaemon daemon = FakeDaemon.saying(joined(FakeDaemon.greeting(), last()));

        StoreConnection.open(daemon, options, log::add, Deadline.never()).close();

        byte[] received = daemon.connections().get(0).received();
        byte[] expected = new WireWriter()
                .number(19)
                .number(0)
                .number(1)
                .number(0)
                .number(1)
                .number(4)
                .number(60)
                .number(1)
                .number(0)
                .number(0)
                .number(0)
                .number(2)
                .number(1)
                .number(1)
                .text("connect-timeout")
                .text("5")
                .toBytes();
        assertThat(received).endsWith(expected);
    }

    private <T> T call(StoreRequest<T> request, WireWriter answer) throws IOException {
        return call(38, request, answer);
    }

    private <T> T call(int minor, StoreRequest<T> request, WireWriter answer) throws IOException {
        StoreConnection connection = open(FakeDaemon.saying(joined(FakeDaemon.greeting(minor, "2.8.0"), answer)));
        return connection.call(request, log::add, Deadline.never());
    }

    private static StoreConnection open(FakeDaemon daemon) throws IOException {
        return StoreConnection.open(daemon, null, event -> {}, Deadline.never());
    }

    private static WireWriter last() {
        return new WireWriter().number(WorkLog.LAST);
    }

    static byte[] joined(WireWriter... parts) {
        return joined(Arrays.stream(parts).map(WireWriter::toBytes).toArray(byte[][]::new));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
