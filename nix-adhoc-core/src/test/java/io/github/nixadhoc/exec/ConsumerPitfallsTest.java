package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Process pitfall 23: consumers that throw or are slow. */
class ConsumerPitfallsTest {

    @Test
    void pitfall23AConsumerThatThrowsStopsTheProgramAndIsReportedOnce() {
        AtomicInteger calls = new AtomicInteger();
        IllegalStateException thrown = new IllegalStateException("boo");
        RunningProcess process = start(ProcessSpec.of("seq", "1", "1000000").withStdout(linesTo(line -> {
            calls.incrementAndGet();
            throw thrown;
        })));

        OutputConsumerException failure = catchThrowableOfType(OutputConsumerException.class, process::await);

        assertThat(failure).hasCause(thrown);
        assertThat(failure.outcome().duration()).isLessThan(Waits.LIMIT);
        assertThat(ProcessHandle.of(process.pid())).isEmpty();
        assertThat(calls).hasValue(1);
    }

    @Test
    void pitfall23AProgramThatNeverEndsEndsWhenItsConsumerThrows() {
        OutputConsumerException failure = catchThrowableOfType(
                OutputConsumerException.class,
                () -> run(ProcessSpec.of("yes").withStdout(linesTo(line -> {
                    throw new AssertionError("an error is told too");
                }))));

        assertThat(failure).hasCauseInstanceOf(AssertionError.class);
        assertThat(failure.outcome().termination()).isEqualTo(new Termination.Cancelled(false));
    }

    @Test
    void pitfall23AThrowAtTheLastLineIsReportedToo() {
        OutputConsumerException failure = catchThrowableOfType(
                OutputConsumerException.class,
                () -> run(sh("printf 'no end'").withStderr(linesTo(line -> {})).withStdout(linesTo(line -> {
                    throw new IllegalStateException(line);
                }))));

        assertThat(failure).hasRootCauseMessage("no end");
        assertThat(failure.outcome().stdout().text()).isEqualTo("no end");
    }

    @Test
    void pitfall23TheFutureFailsWithTheSameException() {
        RunningProcess process = start(sh("echo 1").withStdout(linesTo(line -> {
            throw new IllegalStateException("boo");
        })));

        assertThat(process.outcome())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OutputConsumerException.class);
    }

    @Test
    void pitfall23ASlowConsumerLosesNothing() {
        List<String> lines = new ArrayList<>();

        ProcessOutcome outcome = run(ProcessSpec.of("seq", "1", "20000").withStdout(linesTo(line -> {
            if (lines.size() % 1000 == 0) {
                Waits.pause(Duration.ofMillis(50));
            }
            lines.add(line);
        })));

        assertThat(lines).hasSize(20_000).endsWith("20000");
        assertThat(outcome.outputComplete()).isTrue();
    }

    @Test
    void aFileToSpillToThatIsFullStopsTheProgram() {
        OutputConsumerException failure = catchThrowableOfType(
                OutputConsumerException.class,
                () -> run(ProcessSpec.of("yes")
                        .withStdout(new Output.Capture(10, Overflow.KEEP_TAIL, Path.of("/dev/full"), List.of()))));

        assertThat(failure).hasCauseInstanceOf(IOException.class);
        assertThat(failure)
                .hasMessageStartingWith("the program's output could not be written to /dev/full: ")
                .hasMessageEndingWith("; the program was stopped");
    }

    @Test
    void aStreamGetsEveryByteAsItIsAndIsFlushedButNotClosed() {
        byte[] bytes = new byte[1 << 20];
        new Random(42).nextBytes(bytes);
        List<String> calls = new ArrayList<>();
        ByteArrayOutputStream copy = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                calls.add("flush after " + size());
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };

        ProcessOutcome outcome =
                run(ProcessSpec.of("cat").withStdin(new Stdin.Bytes(bytes)).withStdout(copiedTo(copy)));

        assertThat(copy.toByteArray()).isEqualTo(bytes);
        assertThat(calls).containsExactly("flush after " + bytes.length);
        assertThat(outcome.stdout().totalBytes()).isEqualTo(bytes.length);
    }

    @Test
    void aStreamThatThrowsStopsTheProgram() {
        IOException thrown = new IOException("the other side has gone");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw thrown;
            }
        };

        OutputConsumerException failure = catchThrowableOfType(
                OutputConsumerException.class, () -> run(ProcessSpec.of("yes").withStdout(copiedTo(broken))));

        assertThat(failure).hasCause(thrown);
        assertThat(failure.outcome().termination()).isEqualTo(new Termination.Cancelled(false));
    }

    private static Output copiedTo(OutputStream stream) {
        return new Output.Capture(0, Overflow.KEEP_TAIL, null, List.of(), stream);
    }
}
