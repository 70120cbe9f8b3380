package io.github.nixadhoc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnProcessesTest {

    private final RecordingExecutor executor = RecordingExecutor.create()
            .answer("endless", StubResult.untilStopped())
            .answer("short", StubResult.success());
    private final List<String> cancelled = new ArrayList<>();
    private final OwnProcesses processes = new OwnProcesses(spec -> watched(executor.start(spec), spec));

    @Test
    void closingStopsAndAwaitsRunningProcesses() {
        RunningProcess process = start("endless");

        processes.close();

        assertThat(process.outcome()).isDone();
        assertThat(Waits.forResult(process.outcome()).termination()).isInstanceOf(Termination.Cancelled.class);
    }

    @Test
    void anEndedProcessIsForgotten() {
        ProcessOutcome unused = start("short").await();

        processes.close();

        assertThat(cancelled).isEmpty();
    }

    @Test
    void nothingIsStartedAfterClosing() {
        processes.close();

        assertThatThrownBy(() -> start("short")).isInstanceOf(CancelledException.class);
        assertThat(executor.recorded()).isEmpty();
    }

    /** Otherwise the process would keep running after {@code close()}. */
    @Test
    void closingAwaitsAndStopsAProcessThatIsBeingStarted() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        OwnProcesses slow = new OwnProcesses(spec -> {
            starting.countDown();
            Waits.forLatch(proceed);
            return executor.start(spec);
        });
        CompletableFuture<RunningProcess> process =
                CompletableFuture.supplyAsync(() -> slow.start(ProcessSpec.of(List.of("endless"))));
        Waits.forLatch(starting);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(slow::close);

        proceed.countDown();
        Void unused = Waits.forResult(closing);

        assertThat(Waits.forResult(Waits.forResult(process).outcome()).termination())
                .isInstanceOf(Termination.Cancelled.class);
    }

    private RunningProcess start(String program) {
        return processes.start(ProcessSpec.of(List.of(program)));
    }

    private RunningProcess watched(RunningProcess process, ProcessSpec spec) {
        return new RunningProcess() {
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
                cancelled.add(spec.command().get(0));
                process.cancel();
            }
        };
    }
}
