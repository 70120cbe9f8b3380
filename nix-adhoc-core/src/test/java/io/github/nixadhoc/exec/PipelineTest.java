package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are connected by pipes of the operating system. */
class PipelineTest {

    private static final Termination SUCCESS = new Termination.Exited(0);
    private static final Termination SIGPIPE = new Termination.Signaled(13);

    @Test
    void eachStageReadsWhatTheOneBeforeItPrints() {
        List<ProcessOutcome> outcomes =
                run(ProcessSpec.of("printf", "b\\na\\nb\\n"), ProcessSpec.of("sort"), ProcessSpec.of("uniq", "-c"));

        assertThat(outcomes.get(2).stdout().text()).isEqualToIgnoringWhitespace("1 a 2 b");
        assertThat(outcomes).extracting(ProcessOutcome::termination).containsOnly(SUCCESS);
        assertThat(outcomes.get(0).stdout().totalBytes()).isZero();
    }

    @Test
    void dataBeyondTheCapacityOfAllPipesComesThrough() {
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }

        List<ProcessOutcome> outcomes = run(
                ProcessSpec.of("cat").withStdin(new Stdin.Bytes(bytes)), ProcessSpec.of("cat"), ProcessSpec.of("cat"));

        assertThat(outcomes.get(2).stdout().bytes()).isEqualTo(bytes);
    }

    @Test
    void aStageWhoseReaderHasEndedIsEndedBySigpipe() {
        List<ProcessOutcome> outcomes = run(ProcessSpec.of("yes"), ProcessSpec.of("head", "-1"));

        assertThat(outcomes.get(0).termination()).isEqualTo(SIGPIPE);
        assertThat(outcomes.get(1).stdout().text()).isEqualTo("y\n");
    }

    @Test
    void eachStageHasItsExitCodeAndItsErrors() {
        List<ProcessOutcome> outcomes = run(sh("echo one >&2; exit 3"), sh("cat; echo two >&2; exit 4"), sh("cat"));

        assertThat(outcomes)
                .extracting(ProcessOutcome::termination)
                .containsExactly(new Termination.Exited(3), new Termination.Exited(4), SUCCESS);
        assertThat(outcomes).extracting(outcome -> outcome.stderr().text()).containsExactly("one\n", "two\n", "");
    }

    @Test
    void mergedErrorsGoIntoThePipe() {
        List<ProcessOutcome> outcomes = run(sh("echo out; echo err >&2").withMergedStderr(), ProcessSpec.of("sort"));

        assertThat(outcomes.get(1).stdout().text()).isEqualTo("err\nout\n");
    }

    @Test
    void oneDeadlineEndsTheTreesOfAllStages() {
        Marked marked = Marked.create();
        TimeLimits limits = within(Duration.ofMillis(300), Duration.ofSeconds(5));

        List<ProcessOutcome> outcomes = run(
                sh("sleep " + marked.seconds() + "; true").withLimits(limits),
                ProcessSpec.of("cat").withLimits(limits),
                sh("sleep " + marked.seconds() + "; true").withLimits(limits));

        assertThat(outcomes).extracting(ProcessOutcome::termination).containsOnly(new Termination.TimedOut(false));
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void aFirstStageThatOutlivesTheLastIsWaitedForUntilTheDeadline() {
        TimeLimits limits = within(Duration.ofMillis(500), Duration.ofSeconds(5));

        List<ProcessOutcome> outcomes = run(
                ProcessSpec.of("sleep", "1000").withLimits(limits),
                ProcessSpec.of("true").withLimits(limits));

        assertThat(outcomes)
                .extracting(ProcessOutcome::termination)
                .containsExactly(new Termination.TimedOut(false), SUCCESS);
    }

    @Test
    void aGrandchildThatKeepsThePipeOpenIsWaitedForAsInAShell() {
        List<ProcessOutcome> outcomes = run(sh("(sleep 0.4; echo late) & echo early"), ProcessSpec.of("cat"));

        assertThat(outcomes.get(1).stdout().text()).isEqualTo("early\nlate\n");
    }

    @Test
    void cancellingOneStageCancelsAll() throws InterruptedException {
        Marked marked = Marked.create();
        List<RunningProcess> stages = CommonsExecExecutor.create()
                .startPipeline(List.of(
                        sh("sleep " + marked.seconds() + "; true"),
                        ProcessSpec.of("cat"),
                        sh("sleep " + marked.seconds() + "; true")));
        marked.awaitAlive(4);

        stages.get(1).cancel();

        assertThat(stages.stream().map(stage -> stage.await().termination()))
                .containsOnly(new Termination.Cancelled(false));
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void aPipelineIsSilentOnlyWhileAllStagesAre() {
        TimeLimits limits = new TimeLimits(null, Duration.ofMillis(900), Duration.ofSeconds(5));
        ProcessSpec talking =
                sh("for i in 1 2 3 4 5 6 7 8; do sleep 0.2; echo . >&2; done").withLimits(limits);

        List<ProcessOutcome> outcomes = run(talking, sh("cat; echo done").withLimits(limits));

        assertThat(outcomes).extracting(ProcessOutcome::termination).containsOnly(SUCCESS);
    }

    @Test
    void aSilentPipelineIsStopped() {
        TimeLimits limits = new TimeLimits(null, Duration.ofMillis(300), Duration.ofSeconds(5));

        List<ProcessOutcome> outcomes = run(
                ProcessSpec.of("sleep", "1000").withLimits(limits),
                ProcessSpec.of("cat").withLimits(limits));

        assertThat(outcomes).extracting(ProcessOutcome::termination).containsOnly(new Termination.IdleTimedOut(false));
    }

    @Test
    void aConsumerThatThrowsStopsAllStages() {
        Output consumed = Programs.linesTo(line -> {
            throw new IllegalStateException("no more");
        });
        List<RunningProcess> stages = CommonsExecExecutor.create()
                .startPipeline(List.of(
                        sh("echo go; exec sleep 1000"), ProcessSpec.of("cat").withStdout(consumed)));

        assertThatThrownBy(stages.get(1)::await).isInstanceOf(OutputConsumerException.class);
        assertThat(stages.get(0).await().termination()).isEqualTo(new Termination.Cancelled(false));
    }

    @Test
    void anEndlessPipelineThatMayPrintOnlySoMuchIsStopped() {
        List<ProcessOutcome> outcomes =
                run(ProcessSpec.of("yes"), ProcessSpec.of("cat").withStdout(Programs.keeping(1000, Overflow.FAIL)));

        assertThat(outcomes.get(1).termination()).isEqualTo(new Termination.OutputLimit(false));
    }

    @Test
    void aStageThatCannotStartIsNamedAndNoneHasRun(@TempDir Path folder) throws Exception {
        Path ran = folder.resolve("ran");
        Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.writeString(folder.resolve("data"), "");
        ProcessSpec first = ProcessSpec.of("touch", ran.toString());

        assertNotStarted(Reason.PROGRAM_NOT_FOUND, first, ProcessSpec.of("/no/such/program"));
        assertNotStarted(Reason.PROGRAM_NOT_FOUND, first, ProcessSpec.of(script.toString()));
        assertNotStarted(Reason.NOT_EXECUTABLE, first, ProcessSpec.of(data.toString()));
        assertNotStarted(Reason.NO_SUCH_DIRECTORY, first, ProcessSpec.of("cat").withDirectory(folder.resolve("no")));
        assertNotStarted(Reason.ARGUMENTS_TOO_LONG, first, ProcessSpec.of("echo", "x".repeat(200_000)));
        Output spilled =
                new Output.Capture(0, Overflow.KEEP_TAIL, folder.resolve("no").resolve("file"), List.of());
        assertNotStarted(Reason.REDIRECT_FAILED, first, ProcessSpec.of("cat").withStdout(spilled));
        assertThat(ran).doesNotExist();
    }

    private static void assertNotStarted(Reason reason, ProcessSpec... stages) {
        assertThatThrownBy(() -> run(stages)).isInstanceOfSatisfying(ProcessStartException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.stage()).isEqualTo(stages.length - 1);
        });
    }

    @Test
    void pipelinesLeaveThreadsAndDescriptorsAndChildrenAsTheyWere() throws InterruptedException {
        run(ProcessSpec.of("yes"), ProcessSpec.of("head", "-1"));
        Footprint before = Footprint.now();

        for (int i = 0; i < 200; i++) {
            run(ProcessSpec.of("yes"), ProcessSpec.of("cat"), ProcessSpec.of("head", "-1"));
            assertNotStarted(Reason.PROGRAM_NOT_FOUND, ProcessSpec.of("yes"), ProcessSpec.of("/no/such/program"));
        }

        Footprint after = before.settled();
        assertThat(after.fitsInto(before)).as("%s, was %s", after, before).isTrue();
    }

    @Test
    void dataBetweenStagesDoesNotPassThroughTheHeap() throws Exception {
        ForkedJvm.Ended jvm =
                new ForkedJvm(TwoHundredMegabytes.class).options("-Xmx16m").run();

        assertThat(jvm.text().strip()).isEqualTo("200000000 of " + SUCCESS);
    }

    /** Counts more bytes than fit into the heap. */
    static final class TwoHundredMegabytes {

        public static void main(String[] arguments) {
            ProcessOutcome last = CommonsExecExecutor.create()
                    .startPipeline(List.of(
                            ProcessSpec.of("head", "-c", "200000000", "/dev/zero"),
                            ProcessSpec.of("cat"),
                            ProcessSpec.of("wc", "-c")))
                    .get(2)
                    .await();
            System.out.println(last.stdout().text().strip() + " of " + last.termination());
        }
    }

    @Test
    void aPipelineNeedsAStage() {
        assertThatThrownBy(() -> run(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExecutorWithoutPipelinesReportsThat() {
        CommandExecutor plain = Programs::start;

        assertThatThrownBy(() -> plain.startPipeline(List.of(ProcessSpec.of("true"))))
                .isInstanceOfSatisfying(
                        ProcessStartException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.PIPELINE_UNSUPPORTED));
    }

    @Test
    void aRecordingExecutorSimulatesPipelines() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("a", StubResult.stdout("dropped").withStderr("note"))
                .answer("b", StubResult.stdout("kept").withExitCode(2));

        List<RunningProcess> stages = executor.startPipeline(List.of(ProcessSpec.of("a"), ProcessSpec.of("b")));

        assertThat(stages.get(0).await().stdout().text()).isEmpty();
        assertThat(stages.get(0).await().stderr().text()).isEqualTo("note");
        assertThat(stages.get(1).await().stdout().text()).isEqualTo("kept");
        assertThat(stages.get(1).await().termination()).isEqualTo(new Termination.Exited(2));
        assertThat(executor.recorded()).hasSize(2);
    }

    @Test
    void aSimulatedPipelineIsCancelledAsOne() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("a", StubResult.untilStopped())
                .answer("b", StubResult.untilStopped());
        List<RunningProcess> stages = executor.startPipeline(List.of(ProcessSpec.of("a"), ProcessSpec.of("b")));

        stages.get(0).cancel();

        assertThat(stages.stream().map(stage -> stage.await().termination()))
                .containsOnly(new Termination.Cancelled(false));
    }

    @Test
    void theInputOfTheFirstStageMayBeAStreamOrAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("in"), "from a file");
        Stdin stream = new Stdin.Stream(new ByteArrayInputStream("from a stream".getBytes(StandardCharsets.UTF_8)));

        assertThat(Stream.of(stream, new Stdin.File(file))
                        .map(stdin -> run(ProcessSpec.of("cat").withStdin(stdin), ProcessSpec.of("cat"))
                                .get(1)
                                .stdout()
                                .text()))
                .containsExactly("from a stream", "from a file");
    }

    private static List<ProcessOutcome> run(ProcessSpec... stages) {
        return run(List.of(stages));
    }

    static List<ProcessOutcome> run(List<ProcessSpec> stages) {
        return CommonsExecExecutor.create().startPipeline(stages).stream()
                .map(RunningProcess::await)
                .toList();
    }
}
