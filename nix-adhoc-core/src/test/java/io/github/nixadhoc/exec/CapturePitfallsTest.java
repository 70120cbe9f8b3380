package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.keeping;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Process pitfall 22: output without bound, cut in the wrong place, or lost without a count. */
class CapturePitfallsTest {

    @Test
    void pitfall22HeadAndTailAreKeptAndTheRestIsCounted() {
        ProcessOutcome outcome =
                run(ProcessSpec.of("seq", "1", "100000").withStdout(keeping(20, Overflow.KEEP_HEAD_AND_TAIL)));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().text()).isEqualTo("1\n2\n3\n4\n5\n[… 588875 bytes dropped …]\n99\n100000\n");
        assertThat(outcome.stdout().totalBytes()).isEqualTo(588_895);
    }

    @Test
    void pitfall22OnlyTheTailIsKeptOnRequest() {
        ProcessOutcome outcome = run(ProcessSpec.of("seq", "1", "100000").withStdout(keeping(7, Overflow.KEEP_TAIL)));

        assertThat(outcome.stdout().bytes()).asString().isEqualTo("100000\n");
        assertThat(outcome.stdout().droppedBytes()).isEqualTo(588_888);
    }

    @Test
    void pitfall22DiscardedOutputIsCounted() {
        ProcessOutcome outcome =
                run(ProcessSpec.of("seq", "1", "100000").withStdout(keeping(0, Overflow.KEEP_HEAD_AND_TAIL)));

        assertThat(outcome.stdout().droppedBytes()).isEqualTo(588_895);
        assertThat(outcome.stdout().bytes()).isEmpty();
    }

    @Test
    void pitfall22OnlyTheLimitThatFailsStopsTheProgram() {
        ProcessOutcome outcome = run(ProcessSpec.of("yes").withStdout(keeping(10, Overflow.FAIL)));

        assertThat(outcome.termination()).isEqualTo(new Termination.OutputLimit(false));
        assertThat(outcome.stdout().bytes()).asString().isEqualTo("y\ny\ny\ny\ny\n");
        assertThat(outcome.stdout().isComplete()).isFalse();
    }

    @Test
    void pitfall22TheLimitFailsAProgramThatHasEndedToo() {
        for (int i = 0; i < 50; i++) {
            assertThat(run(ProcessSpec.of("echo", "12345").withStdout(keeping(5, Overflow.FAIL)))
                            .termination())
                    .isEqualTo(new Termination.OutputLimit(false));
            assertThat(run(ProcessSpec.of("echo", "1234").withStdout(keeping(5, Overflow.FAIL)))
                            .termination())
                    .isEqualTo(new Termination.Exited(0));
        }
    }

    @Test
    void pitfall22TheFileToSpillToGetsEveryByteOfBothStreams(@TempDir Path directory) throws Exception {
        Path out = Files.writeString(directory.resolve("out"), "replaced");
        Path err = directory.resolve("err");

        ProcessOutcome outcome = run(sh("seq 1 100000; seq 1 50000 >&2")
                .withStdout(new Output.Capture(10, Overflow.KEEP_HEAD_AND_TAIL, out, List.of()))
                .withStderr(new Output.Capture(0, Overflow.KEEP_HEAD_AND_TAIL, err, List.of())));

        assertThat(Files.readAllLines(out)).hasSize(100_000).startsWith("1").endsWith("100000");
        assertThat(Files.readAllLines(err)).hasSize(50_000);
        assertThat(outcome.stdout().totalBytes()).isEqualTo(Files.size(out));
    }

    @Test
    void anInvalidCaptureIsRefusedAtOnce() {
        assertThat(keeping(Output.MAX_BYTES, Overflow.FAIL).maxBytes()).isEqualTo(2_147_483_631);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keeping(Output.MAX_BYTES + 1, Overflow.FAIL))
                .withMessage("maxBytes must be between 0 and MAX_BYTES, which is 2147483631: 2147483632");
        assertThatIllegalArgumentException().isThrownBy(() -> keeping(-1, Overflow.FAIL));
        assertThatNullPointerException().isThrownBy(() -> keeping(1, null)).withMessage("overflow");
    }

    @Test
    void pitfall22TwoGibibytesPassThroughASmallHeap() throws Exception {
        ForkedJvm.Ended jvm =
                new ForkedJvm(TwoGibibytes.class).options("-Xmx64m").run();

        assertThat(jvm.text()).isEqualTo("Exited[code=0] 8388608 kept 2139095040 dropped, y...y");
        assertThat(jvm.exitCode()).isZero();
    }

    /** Prints the kept output of {@code yes | head -c 2G}. */
    static final class TwoGibibytes {

        public static void main(String[] arguments) {
            ProcessOutcome outcome = run(sh("yes | head -c 2G"));
            byte[] kept = outcome.stdout().bytes();
            System.out.printf(
                    "%s %d kept %d dropped, %c...%c",
                    outcome.termination(),
                    kept.length,
                    outcome.stdout().droppedBytes(),
                    kept[0],
                    kept[kept.length - 2]);
        }
    }
}
