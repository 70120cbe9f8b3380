package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Process pitfalls 15 to 17: output that is lost because the program ends faster than it is read. */
class FastExitPitfallsTest {

    @Test
    void pitfall15AThousandRunsDeliverFiveThousandLinesEach() {
        for (int i = 0; i < 1000; i++) {
            List<String> lines = new ArrayList<>(5000);

            ProcessOutcome outcome = run(ProcessSpec.of("seq", "1", "5000").withStdout(linesTo(lines::add)));

            assertThat(lines).as("run %d", i).hasSize(5000).endsWith("5000");
            assertThat(outcome.stdout().totalBytes()).isEqualTo(23_893);
            assertThat(outcome.outputComplete()).isTrue();
        }
    }

    @Test
    void pitfall16TwoThousandAtOnceAreNeverEmpty() {
        List<CompletableFuture<ProcessOutcome>> outcomes = Stream.generate(
                        () -> start(ProcessSpec.of("echo", "x")).outcome())
                .limit(2000)
                .toList();

        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(Waits.forResult(outcome).stdout().text()).isEqualTo("x\n");
            assertThat(Waits.forResult(outcome).outputComplete()).isTrue();
        });
    }

    @Test
    void twoHundredThatRunAtTheSameTimeAllFinish() {
        List<RunningProcess> running = Stream.generate(() -> start(sh("echo out; echo err >&2; sleep 1; echo end")))
                .limit(200)
                .toList();

        assertThat(running).allSatisfy(process -> {
            ProcessOutcome outcome = process.await();
            assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
            assertThat(outcome.stdout().text()).isEqualTo("out\nend\n");
            assertThat(outcome.stderr().text()).isEqualTo("err\n");
        });
    }

    @Test
    void pitfall17TheOutcomeComesAfterTheLastLineAndOnlyOnce() {
        for (int i = 0; i < 200; i++) {
            // neither is thread-safe: the outcome itself must happen after the consumers have been called
            List<String> lines = new ArrayList<>();
            AtomicInteger completions = new AtomicInteger();

            RunningProcess process = start(ProcessSpec.of("seq", "1", "100").withStdout(linesTo(lines::add)));
            CompletableFuture<Integer> seenAtTheEnd = process.outcome().thenApply(outcome -> {
                completions.incrementAndGet();
                return lines.size();
            });

            assertThat(Waits.forResult(seenAtTheEnd)).isEqualTo(100);
            assertThat(completions).hasValue(1);
        }
    }
}
