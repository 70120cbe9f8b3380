package io.github.nixadhoc.testing;

import static io.github.nixadhoc.exec.Programs.keeping;
import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.TimeLimits;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingExecutorTest {

    private static final ProcessSpec COWSAY = ProcessSpec.of("/nix/store/x/bin/cowsay", "hi");

    @Test
    void aProgramIsAnsweredByItsFileNameAndRecorded() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("cowsay", StubResult.stdout("moo\n").withStderr("grunt").withExitCode(3));

        ProcessOutcome outcome = executor.start(COWSAY).await();

        assertThat(outcome.stdout().text()).isEqualTo("moo\n");
        assertThat(outcome.stderr().text()).isEqualTo("grunt");
        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(3));
        assertThat(outcome.outputComplete()).isTrue();
        assertThat(executor.recorded()).containsExactly(COWSAY);
    }

    @Test
    void laterAnswersStandBeforeEarlierOnes() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer(spec -> true, StubResult.stdout("any"))
                .answer("cowsay", StubResult.stdout("moo"));

        assertThat(executor.start(COWSAY).await().stdout().text()).isEqualTo("moo");
        assertThat(executor.start(ProcessSpec.of("cat")).await().stdout().text())
                .isEqualTo("any");
    }

    @Test
    void answersAreGivenInTurnAndTheLastOneForGood() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("cowsay", StubResult.exitCode(1), StubResult.success(), StubResult.stdout("last"));

        assertThat(executor.start(COWSAY).await().termination()).isEqualTo(new Termination.Exited(1));
        assertThat(executor.start(COWSAY).await().stdout().text()).isEmpty();
        assertThat(executor.start(COWSAY).await().stdout().text()).isEqualTo("last");
        assertThat(executor.start(COWSAY).await().stdout().text()).isEqualTo("last");
    }

    @Test
    void aCommandWithoutAnAnswerNamesItselfAndWhatThereIs() {
        RecordingExecutor executor = RecordingExecutor.create().answer("ffmpeg", StubResult.success());

        assertThatIllegalStateException()
                .isThrownBy(() -> executor.start(COWSAY))
                .withMessageContaining("/nix/store/x/bin/cowsay")
                .withMessageContaining("ffmpeg");
        assertThat(executor.recorded()).containsExactly(COWSAY);
    }

    @Test
    void aStartCanFail() {
        RecordingExecutor executor =
                RecordingExecutor.create().answer("cowsay", StubResult.notStarting(Reason.NOT_EXECUTABLE));

        assertThatThrownBy(() -> executor.start(COWSAY))
                .asInstanceOf(type(ProcessStartException.class))
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
    }

    @Test
    void linesAreDeliveredLimitsAreKeptAndConsumersMayThrow() {
        RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", StubResult.stdout("one\ntwo\nthree"));
        List<String> lines = new ArrayList<>();

        assertThat(executor.start(COWSAY.withStdout(linesTo(lines::add)))
                        .await()
                        .termination())
                .isEqualTo(new Termination.Exited(0));
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(executor.start(COWSAY.withStdout(keeping(4, Overflow.FAIL)))
                        .await()
                        .termination())
                .isEqualTo(new Termination.OutputLimit(false));
        assertThat(executor.start(COWSAY.withStdout(keeping(4, Overflow.KEEP_TAIL)))
                        .await()
                        .stdout()
                        .bytes())
                .asString()
                .isEqualTo("hree");
        RunningProcess failing = executor.start(COWSAY.withStdout(linesTo(line -> {
            throw new IllegalStateException(line);
        })));
        assertThatThrownBy(failing::await)
                .isInstanceOf(OutputConsumerException.class)
                .hasRootCauseMessage("one");
    }

    @Test
    void aHangingProgramEndsByItsLimitsOrByACancel() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("cowsay", StubResult.untilStopped().withStdout("first"));

        RunningProcess cancelled = executor.start(COWSAY);
        cancelled.cancel();
        ProcessOutcome timedOut = executor.start(
                        COWSAY.withLimits(within(Duration.ofMillis(50), Duration.ofSeconds(1))))
                .await();
        ProcessOutcome idle = executor.start(
                        COWSAY.withLimits(new TimeLimits(null, Duration.ofMillis(50), Duration.ofSeconds(1))))
                .await();

        assertThat(cancelled.await().termination()).isEqualTo(new Termination.Cancelled(false));
        assertThat(timedOut.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(timedOut.stdout().text()).isEqualTo("first");
        assertThat(idle.termination()).isEqualTo(new Termination.IdleTimedOut(false));
    }

    @Test
    void aDelayIsWaitedFor() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("cowsay", StubResult.stdout("late").withDelay(Duration.ofMillis(200)));

        assertThat(executor.start(COWSAY).await().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
