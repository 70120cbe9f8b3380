package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static io.github.nixadhoc.exec.Programs.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the user that do not answer: a named pipe whose other side nobody opens, reads or writes. */
class NamedPipePitfallsTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final TimeLimits SHORT = within(SOON, Duration.ofSeconds(5));

    @TempDir
    private Path directory;

    private Path pipe;

    @BeforeEach
    void create() throws Exception {
        pipe = NamedPipes.create(directory.resolve("pipe"));
    }

    @Test
    void aTimeoutEndsTheWaitForAWriterOfTheInput() {
        Footprint before = Footprint.now();

        ProcessOutcome outcome = run(fedByPipe("cat").withLimits(SHORT));

        assertThat(outcome.termination()).isInstanceOf(Termination.TimedOut.class);
        assertThat(before.settled().fitsInto(before)).as("no thread waits on").isTrue();
    }

    @Test
    void aCancelEndsTheWaitForAWriterOfTheInput() {
        RunningProcess process = start(fedByPipe("cat"));
        assertThat(process.outcome()).isNotDone();

        process.cancel();

        assertThat(Waits.forResult(process.outcome()).termination()).isInstanceOf(Termination.Cancelled.class);
    }

    @Test
    void aWriterThatWritesNothingIsEndedByTheTimeoutToo() throws Exception {
        RunningProcess process = start(fedByPipe("cat").withLimits(SHORT));
        try (FileChannel silent = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(silent.isOpen()).isTrue();
            assertThat(Waits.forResult(process.outcome()).termination()).isInstanceOf(Termination.TimedOut.class);
        }
    }

    @Test
    void theProgramGetsWhatALateWriterWrites() throws Exception {
        RunningProcess process = start(fedByPipe("cat"));
        Files.writeString(pipe, "late");

        assertThat(Waits.forResult(process.outcome()).stdout().text()).isEqualTo("late");
    }

    @Test
    void aProgramThatReadsNoInputDoesNotWaitForAWriter() {
        assertThat(run(fedByPipe("true")).termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void aWriterNoticesThatTheProgramHasEnded() throws Exception {
        Background<Integer> writer = Background.call(() -> run(sh("yes 2>/dev/null >\"$1\"; exit 5", pipe.toString()))
                .termination()
                .exitCode());

        assertThat(run(fedByPipe("head", "-c1")).stdout().text()).isEqualTo("y");
        assertThat(writer.result()).isEqualTo(5);
    }

    @Test
    void theFirstStageOfAPipelineMayReadANamedPipe() throws Exception {
        List<RunningProcess> stages =
                CommonsExecExecutor.create().startPipeline(List.of(fedByPipe("cat"), ProcessSpec.of("wc", "-c")));
        Files.writeString(pipe, "four");

        assertThat(Waits.forResult(stages.get(1).outcome()).stdout().text().strip())
                .isEqualTo("4");
    }

    @Test
    void aTimeoutEndsAPipelineThatWaitsForAWriter() {
        List<RunningProcess> stages = CommonsExecExecutor.create()
                .startPipeline(List.of(
                        fedByPipe("cat").withLimits(SHORT),
                        ProcessSpec.of("cat").withLimits(SHORT)));

        for (RunningProcess stage : stages) {
            assertThat(Waits.forResult(stage.outcome()).termination()).isInstanceOf(Termination.TimedOut.class);
        }
    }

    @Test
    void aTimeoutEndsTheWaitForAReaderOfTheOutput() {
        Footprint before = Footprint.now();

        ProcessOutcome outcome = run(spillingToPipe("echo", "x").withLimits(SHORT));

        assertThat(outcome.termination()).isInstanceOf(Termination.TimedOut.class);
        assertThat(before.settled().fitsInto(before)).as("no thread waits on").isTrue();
    }

    @Test
    void aTimeoutEndsTheWaitForAReaderThatDoesNotRead() throws Exception {
        try (FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(reader.isOpen()).isTrue();

            ProcessOutcome outcome =
                    run(spillingToPipe("head", "-c", "1000000", "/dev/zero").withLimits(SHORT));

            assertThat(outcome.termination()).isInstanceOf(Termination.TimedOut.class);
        }
    }

    @Test
    void theOutputReachesALateReader() throws Exception {
        RunningProcess process = start(spillingToPipe("echo", "x"));

        assertThat(Files.readString(pipe)).isEqualTo("x\n");
        assertThat(Waits.forResult(process.outcome()).stdout().text()).isEqualTo("x\n");
    }

    @Test
    void theReaderOfAProgramThatPrintsNothingGetsTheEnd() throws Exception {
        RunningProcess process = start(spillingToPipe("true"));

        assertThat(Files.readString(pipe)).isEmpty();
        assertThat(Waits.forResult(process.outcome()).termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void aProgramWhoseInterpreterIsANamedPipeIsNotOpened() throws Exception {
        Path script = Files.writeString(directory.resolve("script"), "#!" + pipe + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(catchThrowableOfType(ProcessStartException.class, () -> run(script.toString())))
                .returns(Reason.NOT_EXECUTABLE, ProcessStartException::reason);
    }

    private ProcessSpec fedByPipe(String... command) {
        return ProcessSpec.of(command).withStdin(new Stdin.File(pipe));
    }

    private ProcessSpec spillingToPipe(String... command) {
        return ProcessSpec.of(command).withStdout(new Output.Capture(100, Overflow.KEEP_TAIL, pipe, List.of()));
    }
}
