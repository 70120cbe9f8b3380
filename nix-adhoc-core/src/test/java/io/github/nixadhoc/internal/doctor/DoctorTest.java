package io.github.nixadhoc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DoctorTest {

    private static final Check WELL = new Check("well") {
        @Override
        List<Finding> examine(ExaminedSystem system) {
            return ok("as it should be", "");
        }
    };

    @Test
    void aCheckThatThrowsIsAFindingAndTheOthersGoOn() {
        Check sick = new Check("sick") {
            @Override
            List<Finding> examine(ExaminedSystem system) throws IOException {
                throw new IOException("disk on fire");
            }
        };
        Check worse = new Check("worse") {
            @Override
            List<Finding> examine(ExaminedSystem system) {
                throw new StackOverflowError();
            }
        };

        List<Finding> findings = examine(Duration.ofSeconds(10), sick, worse, WELL);

        assertThat(findings)
                .extracting(Finding::check, Finding::severity)
                .containsExactly(
                        tuple("sick", Severity.WARNING), tuple("worse", Severity.WARNING), tuple("well", Severity.OK));
        assertThat(findings.get(0).found()).contains("disk on fire");
    }

    @Test
    void aCheckThatHangsIsAFindingInTimeAndIsInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        long start = System.nanoTime();

        List<Finding> findings = examine(Duration.ofMillis(300), hanging(interrupted), WELL);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300), Waits.LIMIT);
        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.WARNING, Severity.OK);
        assertThat(findings.get(0).found()).isEqualTo("not known: it was not found out within 300 ms");
        Waits.forLatch(interrupted);
    }

    @Test
    void anInterruptEndsItAndStaysSet() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> examine(Duration.ofSeconds(20), hanging(interrupted)))
                .isInstanceOf(CancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void secretsAreMaskedWhereverTheyStand() {
        Check talkative = new Check("talkative") {
            @Override
            List<Finding> examine(ExaminedSystem system) {
                return warning("hunter2 found", "in hunter2", "https://me:hunter3@example.org");
            }
        };

        assertThat(examine(Duration.ofSeconds(10), talkative).toString())
                .contains("*** found")
                .doesNotContain("hunter");
    }

    private static List<Finding> examine(Duration limit, Check... checks) {
        return new Doctor(
                        List.of(checks),
                        Secrets.of(ProcessEnvironment.inherited().setSecret("TOKEN", "hunter2")),
                        (each, threads) -> new Machine(Path.of("/nowhere")).examined())
                .examine(limit);
    }

    private static Check hanging(CountDownLatch interrupted) {
        return new Check("hanging") {
            @Override
            List<Finding> examine(ExaminedSystem system) throws InterruptedException {
                try {
                    // The check hangs on purpose.
                    TimeUnit.MINUTES.sleep(10);
                    return List.of();
                } finally {
                    interrupted.countDown();
                }
            }
        };
    }
}
