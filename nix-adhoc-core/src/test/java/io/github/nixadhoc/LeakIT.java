package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.SandboxProcesses;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Traces;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Leaks of threads, descriptors and files after runs: there are none. */
class LeakIT extends SandboxedNix {

    @Test
    void twoHundredRunsLeaveNothingBehind() throws Exception {
        sandbox.settled();
        nix.run("hello").execute();
        // so that the time is the program's
        nix.prefetch("sleeper").execute();
        timedOutSleeper();
        Traces before = Traces.withoutIdleThreads(sandbox);

        inParallel(200, () -> assertThat(nix.run("hello").text()).isEqualTo("Hello, world!"));
        inParallel(
                30, () -> assertThatThrownBy(() -> nix.run("throws").execute()).isInstanceOf(NixException.class));
        inParallel(20, () -> assertThat(timedOutSleeper().termination()).isInstanceOf(Termination.TimedOut.class));
        for (int i = 0; i < 20; i++) {
            cancelledRun();
        }

        Traces after = Traces.settled(sandbox, before.threads().size());
        assertThat(after.threads()).as("threads").isSubsetOf(before.threads());
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.children()).as("child processes").isEmpty();
        assertThat(after.files()).as("files and roots").isSubsetOf(before.files());
    }

    private RunResult timedOutSleeper() {
        return Waits.withEnoughTime(
                Duration.ofMillis(1500),
                limit -> nix.run("sleeper").timeout(limit).execute());
    }

    @Test
    void unreadLinesHoldNoThreadAfterTheClientIsClosed() throws Exception {
        NixClient other = SandboxedClient.of(sandbox);
        Stream<String> unread =
                other.shell("hello").script("while :; do echo x; done").lines();
        // time for the lines to fill the queue, which no condition shows
        Waits.pause(Duration.ofMillis(300));

        other.close();

        assertThat(Traces.settled(sandbox, 0).threads()).noneMatch(name -> name.startsWith("nix-adhoc"));
        unread.close();
    }

    @Test
    void aJvmThatHasRunACommandEndsAtOnce() throws Exception {
        ForkedJvm jvm = ForkedJvm.in(sandbox);
        Process process = jvm.start("registry=" + SandboxedClient.emptyRegistry(sandbox), "hello");
        jvm.awaitLine("end of main");

        // threads of a pool would keep the JVM alive for a minute
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(jvm.output()).contains("stdout Hello, world!");
    }

    @Test
    void aJvmThatIsTerminatedDuringABuildLeavesNoProcess() throws Exception {
        SandboxProcesses processes = sandbox.processes();
        Process process =
                ForkedJvm.in(sandbox).start("registry=" + SandboxedClient.emptyRegistry(sandbox), "endless-build");
        processes.awaitStartOf("sleep 1000000");

        process.destroy();

        Waits.forExit(process);
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aJvmThatIsTerminatedWhileAProgramRunsLeavesNoProcess() throws Exception {
        ForkedJvm jvm = ForkedJvm.in(sandbox);
        Process process = jvm.start("verb=live", "registry=" + SandboxedClient.emptyRegistry(sandbox), "sleeper");
        sandbox.processes().awaitStartOf("sleep 1000000");

        process.destroy();

        Waits.forExit(process);
        assertThat(sandbox.processes().running()).isEmpty();
    }

    private void cancelledRun() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<RunResult> future =
                nix.run("sleeper").onStdout(line -> started.countDown()).executeAsync();
        Waits.forLatch(started);
        assertThat(future.cancel(true)).isTrue();
    }

    private static void inParallel(int times, Runnable action) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(threads.submit(action));
            }
            for (Future<?> one : all) {
                Waits.forResult(one);
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
