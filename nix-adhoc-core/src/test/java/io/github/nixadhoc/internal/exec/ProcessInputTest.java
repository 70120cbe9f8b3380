package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Programs;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A standard input that is written while the process runs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessInputTest {

    private static final byte[] MORE_THAN_A_PIPE_HOLDS = new byte[1 << 20];

    static {
        Arrays.fill(MORE_THAN_A_PIPE_HOLDS, (byte) 'x');
    }

    @Test
    void moreThanAPipeHoldsArrivesWhole() throws Exception {
        RunningProcess count = Programs.start(ProcessSpec.of("wc", "-c").withStdin(new Stdin.Open()));

        count.stdin().write(MORE_THAN_A_PIPE_HOLDS);
        count.stdin().write('y');
        count.stdin().close();

        assertThat(count.await().stdout().text().strip()).isEqualTo("1048577");
    }

    @Test
    void closingItEndsAWriteThatWaitsForTheProgramToRead() throws Exception {
        RunningProcess count = Programs.start(ProcessSpec.of("wc", "-c").withStdin(new Stdin.Open()));
        assertThat(count.signal(Signal.STOP)).isTrue();
        CompletableFuture<Void> writer = blockedWriter(count.stdin());

        count.stdin().close();

        assertEndsWithAnException(writer);
        assertThatThrownBy(() -> count.stdin().write('x')).isInstanceOf(IOException.class);
        assertThat(count.signal(Signal.CONT)).isTrue();
        // the program reads the end of its input after a part of the written bytes
        ProcessOutcome ended = count.await();
        assertThat(ended.termination()).isEqualTo(new Termination.Exited(0));
        assertThat(Integer.parseInt(ended.stdout().text().strip())).isBetween(1, MORE_THAN_A_PIPE_HOLDS.length - 1);
    }

    @Test
    void closingItEndsAllWaitingWrites() throws Exception {
        RunningProcess sleeper = Programs.start(ProcessSpec.of("sleep", "60").withStdin(new Stdin.Open()));
        CompletableFuture<Void> first = blockedWriter(sleeper.stdin());
        CompletableFuture<Void> second = blockedWriter(sleeper.stdin());

        sleeper.stdin().close();

        assertEndsWithAnException(first);
        assertEndsWithAnException(second);
        sleeper.cancel();
        assertThat(sleeper.await().termination()).isInstanceOf(Termination.Cancelled.class);
    }

    @Test
    void theEndOfTheProgramEndsAWriteThatOnlyItsDescendantsCouldRead() throws Exception {
        RunningProcess parent =
                Programs.start(Programs.sh("exec 3<&0; sleep 60 <&3 >/dev/null 2>&1 & echo $!; sleep 0.3")
                        .withStdin(new Stdin.Open()));
        try {
            CompletableFuture<Void> writer = blockedWriter(parent.stdin());

            assertEndsWithAnException(writer);
        } finally {
            long heir = Long.parseLong(parent.await().stdout().text().strip());
            assertThat(ProcessHandle.of(heir).map(ProcessHandle::destroyForcibly))
                    .contains(true);
        }
    }

    private static void assertEndsWithAnException(CompletableFuture<Void> writer) {
        assertThatThrownBy(() -> writer.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its input has been closed");
    }

    /** Returns a write that has filled the pipe and continues in another thread. */
    private static CompletableFuture<Void> blockedWriter(OutputStream stdin) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    thread.complete(Thread.currentThread());
                    try {
                        stdin.write(MORE_THAN_A_PIPE_HOLDS);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
        assertThat(Waits.forResult(thread).isAlive()).isTrue();
        // the time in which the pipe fills, which cannot be observed
        Waits.pause(Duration.ofMillis(100));
        return writer;
    }
}
