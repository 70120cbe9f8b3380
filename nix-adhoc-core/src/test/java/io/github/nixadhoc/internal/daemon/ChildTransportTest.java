package io.github.nixadhoc.internal.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChildTransportTest {

    private final List<RunningProcess> started = new ArrayList<>();

    private final CommandExecutor executor = spec -> {
        RunningProcess process = CommonsExecExecutor.create().start(spec);
        started.add(process);
        return process;
    };

    @Test
    void bytesGoToTheChildAndBack() throws IOException {
        StoreTransport transport = connect("cat");
        byte[] bytes = new byte[100_000];
        bytes[99_999] = 7;

        transport.send(bytes);

        assertThat(transport.input().readNBytes(bytes.length)).isEqualTo(bytes);
        transport.close();
        awaitEnd();
    }

    @Test
    void aProgramThatIsNotThereIsUnusable() {
        assertThatThrownBy(() -> connect("/nonexistent/nix-daemon")).isInstanceOf(UnusableConnectionException.class);
    }

    @Test
    void aChildThatEndsIsALostConnection() {
        assertThatThrownBy(() -> open("true", Deadline.never())).isInstanceOf(UnusableConnectionException.class);
        awaitEnd();
    }

    @Test
    void aChildThatSaysNothingIsATimeoutAndIsStopped() {
        assertThatThrownBy(() -> open("sleep 1000", Deadline.after(Duration.ofMillis(50))))
                .isInstanceOf(CallTimedOutException.class);
        awaitEnd();
    }

    @Test
    void aChildThatDoesNotEndWithItsInputIsStopped() throws IOException {
        StoreTransport transport = connect("sleep 1000");

        transport.close();

        awaitEnd();
    }

    @Test
    void anExecutorWithoutOpenInputMakesNoConnection() {
        CommandExecutor simple =
                spec -> new SimpleProcess(CommonsExecExecutor.create().start(spec));
        assertThatThrownBy(() -> ChildTransport.of(simple, ProcessSpec.of("sleep", "1000"))
                        .connect(Deadline.never()))
                .isInstanceOf(UnusableConnectionException.class)
                .hasMessageContaining("executor");
    }

    private StoreTransport connect(String command) throws IOException {
        return ChildTransport.of(executor, spec(command)).connect(Deadline.never());
    }

    private void open(String command, Deadline deadline) throws IOException {
        StoreConnection.open(ChildTransport.of(executor, spec(command)), null, event -> {}, deadline)
                .close();
    }

    private static ProcessSpec spec(String command) {
        return ProcessSpec.of(List.of(command.split(" ")));
    }

    private void awaitEnd() {
        assertThat(started).isNotEmpty();
        started.forEach(process -> {
            ProcessOutcome unused = Waits.forResult(process.outcome());
        });
    }

    /** A process of an executor that only does what it must. */
    private record SimpleProcess(RunningProcess process) implements RunningProcess {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public CompletableFuture<ProcessOutcome> outcome() {
            return process.outcome();
        }

        @Override
        public void cancel() {
            process.cancel();
        }
    }
}
