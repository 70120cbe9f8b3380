package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.keeping;
import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static io.github.nixadhoc.exec.Programs.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Process pitfalls 1 to 6 and 24: streams that block each other, the program or the caller. */
class StreamsPitfallsTest {

    private static final int MEBI = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(1);

    @Test
    void pitfall01ErrorsBeforeOutputAreReadAsTheyCome() {
        ProcessOutcome outcome = run(sh("head -c 1048576 /dev/zero >&2; head -c 1048576 /dev/zero"));

        assertThat(outcome.stdout().totalBytes()).isEqualTo(MEBI);
        assertThat(outcome.stderr().totalBytes()).isEqualTo(MEBI);
    }

    @Test
    void pitfall01OutputAndErrorsInTurnAreReadAsTheyCome() {
        ProcessOutcome outcome =
                run(sh("for i in 1 2 3 4 5 6 7 8; do head -c 131072 /dev/zero; head -c 131072 /dev/zero >&2; done"));

        assertThat(outcome.stdout().totalBytes()).isEqualTo(MEBI);
        assertThat(outcome.stderr().totalBytes()).isEqualTo(MEBI);
    }

    @Test
    void pitfall02OutputIsReadWhileTheProgramRuns() {
        ProcessOutcome outcome = run("head", "-c", "10485760", "/dev/zero");

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().totalBytes()).isEqualTo(10 * MEBI);
    }

    @Test
    void pitfall02OutputIsReadWhileTheProgramRunsAgainstADeadline() {
        ProcessOutcome outcome = run(ProcessSpec.of("head", "-c", "10485760", "/dev/zero")
                .withLimits(within(Duration.ofSeconds(50), Duration.ofSeconds(1))));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().totalBytes()).isEqualTo(10 * MEBI);
    }

    @Test
    void pitfall03InputIsWrittenWhileOutputIsRead() {
        byte[] bytes = new byte[32 * MEBI];
        new Random(3).nextBytes(bytes);

        ProcessOutcome outcome = run(ProcessSpec.of("cat")
                .withStdin(new Stdin.Bytes(bytes))
                .withStdout(keeping(bytes.length, Overflow.FAIL)));

        assertThat(outcome.stdout().bytes()).isEqualTo(bytes);
    }

    @Test
    void pitfall04AProgramMayLeaveItsInput() {
        ProcessOutcome outcome = run(ProcessSpec.of("true").withStdin(new Stdin.Bytes(new byte[8 * MEBI])));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void pitfall05AnInputThatBlocksForEverDoesNotHoldTheCall() throws Exception {
        Footprint before = Footprint.now();
        CountDownLatch never = new CountDownLatch(1);

        ProcessOutcome outcome = run(ProcessSpec.of("true").withStdin(new Stdin.Stream(blockingOn(never))));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.duration()).isLessThan(SOON);
        assertThat(before.settled().fitsInto(before)).isTrue();
    }

    @Test
    void pitfall05AnInputThatNeverEndsDoesNotHoldTheCall() {
        ProcessOutcome outcome = run(ProcessSpec.of("head", "-c", "3").withStdin(new Stdin.Stream(new InputStream() {
            @Override
            public int read() {
                return 'y';
            }
        })));

        assertThat(outcome.stdout().text()).isEqualTo("yyy");
        assertThat(outcome.duration()).isLessThan(SOON);
    }

    @Test
    void anInputThatThrowsStopsTheProgramAndIsReportedOnce() throws Exception {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        RunningProcess process = start(ProcessSpec.of("cat").withStdin(new Stdin.Stream(closed)));

        assertThatThrownBy(process::await)
                .isInstanceOf(InputSourceException.class)
                .hasRootCauseMessage("Stream closed");
    }

    @Test
    void anInputThatFailsWithAnErrorStopsTheProgramToo() {
        RunningProcess process = start(ProcessSpec.of("cat").withStdin(new Stdin.Stream(new InputStream() {
            @Override
            public int read() {
                throw new StackOverflowError("too deep");
            }
        })));

        assertThatThrownBy(process::await)
                .isInstanceOf(InputSourceException.class)
                .hasRootCauseMessage("too deep");
    }

    @Test
    void anInputThatReturnsTooLargeALengthStopsTheProgram() {
        RunningProcess process = start(ProcessSpec.of("cat").withStdin(new Stdin.Stream(new InputStream() {
            @Override
            public int read() {
                return 'y';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length + 1;
            }
        })));

        assertThatThrownBy(process::await).isInstanceOf(InputSourceException.class);
    }

    @Test
    void aStreamGivenAsInputIsReadToItsEndAndLeftOpen() {
        InputStream source = new ByteArrayInputStream("one two".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() throws IOException {
                throw new UncheckedIOException(new IOException("closed"));
            }
        };

        assertThat(run(ProcessSpec.of("cat").withStdin(new Stdin.Stream(source)))
                        .stdout()
                        .text())
                .isEqualTo("one two");
    }

    @Test
    void aFileGivenAsInputIsOpenedByTheProgramItself(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("ü"), "from a file");

        assertThat(run(ProcessSpec.of("cat").withStdin(new Stdin.File(file)))
                        .stdout()
                        .text())
                .isEqualTo("from a file");
    }

    @Test
    void pitfall06InputIsClosedByDefault() {
        ProcessOutcome outcome = run("cat");

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().totalBytes()).isZero();
        assertThat(outcome.duration()).isLessThan(SOON);
    }

    @Test
    void pitfall24DiscardedOutputCannotHoldUpTheProgram() {
        ProcessOutcome outcome = run(sh("head -c 10485760 /dev/zero; head -c 10485760 /dev/zero >&2")
                .withStdout(new Output.Discard())
                .withStderr(new Output.Discard()));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(outcome.stdout().totalBytes()).isZero();
        assertThat(outcome.outputComplete()).isTrue();
    }

    @Test
    void pitfall24ACancelDuringUnreadLinesStopsTheProgram() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RunningProcess process = start(ProcessSpec.of("yes").withStdout(linesTo(line -> {
            first.countDown();
            Waits.stickAt(never);
        })));
        Waits.forLatch(first);

        process.cancel();

        assertThat(process.await().termination()).isEqualTo(new Termination.Cancelled(false));
        assertThat(process.await().duration()).isLessThan(Waits.LIMIT);
        never.countDown();
    }

    @Test
    void mergedErrorsKeepTheirPlaceAmongTheOutput() {
        ProcessOutcome outcome =
                run(sh("for i in 1 2 3; do echo out$i; echo err$i >&2; done").withMergedStderr());

        assertThat(outcome.stdout().lines()).containsExactly("out1", "err1", "out2", "err2", "out3", "err3");
        assertThat(outcome.stderr().totalBytes()).isZero();
    }

    @Test
    void linesOfBothStreamsComeInTheirOrder() {
        List<String> out = new ArrayList<>();
        List<String> err = new ArrayList<>();

        ProcessOutcome outcome = run(
                sh("seq 1 1000; seq 1 1000 >&2").withStdout(linesTo(out::add)).withStderr(linesTo(err::add)));

        String[] numbers =
                IntStream.rangeClosed(1, 1000).mapToObj(Integer::toString).toArray(String[]::new);
        assertThat(out).containsExactly(numbers);
        assertThat(err).containsExactly(numbers);
        assertThat(outcome.stdout().lines()).containsExactly(numbers);
    }

    private static InputStream blockingOn(CountDownLatch latch) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    latch.await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
    }
}
