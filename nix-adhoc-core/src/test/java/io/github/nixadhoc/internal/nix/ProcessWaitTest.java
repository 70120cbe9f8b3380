package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessWaitTest {

    private static final Duration GRACE_PERIOD = Duration.ofMillis(200);

    @Test
    void theOutcomeOfAProcessIsReturned() throws InterruptedException {
        ProcessOutcome outcome = ProcessWait.forEnd(start("echo done; exit 3"), GRACE_PERIOD);

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(3));
        assertThat(outcome.stdout().text()).isEqualTo("done\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 1000", "trap '' TERM; while :; do sleep 1; done"})
    void anInterruptStopsTheProcessBeforeTheCallerContinues(String script) {
        RunningProcess process = start(script);
        Background<Boolean> wait =
                Background.call(() -> ProcessWait.forEnd(process, GRACE_PERIOD).outputComplete());
        Waits.until(() -> wait.thread().getState() == Thread.State.WAITING);

        wait.interrupt();

        assertThatThrownBy(wait::result).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(process.outcome()).isDone();
        assertThat(Waits.forResult(process.outcome()).termination()).isInstanceOf(Termination.Cancelled.class);
    }

    @Test
    void theFailureOfAConsumerIsThrownAsItIs() {
        Output failing = new Output.Capture(100, Overflow.KEEP_TAIL, null, List.of(line -> {
            throw new IllegalStateException("no");
        }));
        RunningProcess process = CommonsExecExecutor.create()
                .start(ProcessSpec.of("echo", "line").withStdout(failing));

        assertThatThrownBy(() -> ProcessWait.forEnd(process, GRACE_PERIOD)).isInstanceOf(OutputConsumerException.class);
    }

    private static RunningProcess start(String script) {
        return CommonsExecExecutor.create()
                .start(ProcessSpec.of("sh", "-c", script).withLimits(new TimeLimits(null, null, GRACE_PERIOD)));
    }
}
