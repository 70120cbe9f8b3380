package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Process pitfall 8: a descendant that outlives the program and keeps its output open. */
class GrandchildPitfallsTest {

    /** The grandchildren print for longer than that. */
    private static final Duration HELD = Duration.ofMinutes(2);

    private static final Duration DRAIN_AND_A_SECOND = Duration.ofMillis(1300);

    private final Marked background = Marked.create();

    @AfterEach
    void stopLeftovers() {
        background.kill();
    }

    @Test
    void pitfall08AGrandchildThatKeepsThePipeDoesNotHoldTheCall() {
        ProcessOutcome outcome = run(sh("sleep " + background.seconds() + " & sleep 0.3; echo hi"));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().text()).isEqualTo("hi\n");
        assertThat(outcome.outputComplete()).isFalse();
        assertThat(outcome.duration()).isLessThan(DRAIN_AND_A_SECOND);
        assertThat(background.alive())
                .as("what the program left in the background")
                .hasSize(1);
    }

    @Test
    void pitfall08ThatHoldsTwoHundredTimes() throws Exception {
        Footprint before = Footprint.now();
        ProcessSpec spec = sh("sleep " + background.seconds() + " & sleep 0.1; echo hi");

        List<CompletableFuture<ProcessOutcome>> outcomes =
                Stream.generate(() -> Programs.start(spec).outcome()).limit(200).toList();

        for (CompletableFuture<ProcessOutcome> outcome : outcomes) {
            assertThat(outcome.get().stdout().text()).isEqualTo("hi\n");
            assertThat(outcome.get().termination()).isEqualTo(new Termination.Exited(0));
        }
        background.kill();
        assertThat(before.settled().fitsInto(before))
                .as("left behind threads end with the pipe")
                .isTrue();
    }

    @Test
    void pitfall08AGrandchildThatKeepsPrintingDoesNotHoldTheCall() {
        ProcessOutcome outcome = run(sh("timeout 600 yes " + background.seconds() + " & sleep 0.1; echo hi"));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.outputComplete()).isFalse();
        assertThat(outcome.duration())
                .as("only a call that is held takes so long")
                .isLessThan(HELD);
    }

    @Test
    void pitfall08AGrandchildThatPrintsNowAndThenDoesNotHoldTheCall() {
        ProcessOutcome outcome =
                run(sh("(while sleep 0.05; do echo " + background.seconds() + "; done) & sleep 0.1; echo hi"));

        assertThat(outcome.outputComplete()).isFalse();
        assertThat(outcome.duration())
                .as("only a call that is held takes so long")
                .isLessThan(HELD);
    }

    @Test
    void aGrandchildThatKeepsTheInputAndReadsNothingDoesNotHoldTheCall() throws Exception {
        Footprint before = Footprint.now();
        String script = "exec 3<&0; sleep " + background.seconds() + " <&3 >/dev/null 2>&1 & echo hi";

        ProcessOutcome outcome = run(sh(script).withStdin(new Stdin.Bytes(new byte[1 << 20])));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().text()).isEqualTo("hi\n");
        assertThat(outcome.outputComplete()).isTrue();
        assertThat(background.alive()).hasSize(1);
        background.kill();
        assertThat(before.settled().fitsInto(before))
                .as("the thread that writes ends with the pipe")
                .isTrue();
    }

    @Test
    void theOutputIsDeliveredToASlowConsumerWhileAGrandchildKeepsThePipe() {
        List<String> lines = new ArrayList<>();

        ProcessOutcome outcome = run(sh("sleep " + background.seconds() + " & seq 1 100; sleep 0.1; echo end")
                .withStdout(linesTo(line -> {
                    Waits.pause(Duration.ofMillis(10));
                    lines.add(line);
                })));

        assertThat(lines).hasSize(101).endsWith("end");
        assertThat(outcome.outputComplete()).isFalse();
    }
}
