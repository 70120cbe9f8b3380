package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs leave behind: nothing. */
class LeakIT {

    /** The longest that an idle thread of the library waits for work. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private NixSandbox sandbox;
    private NixClient nix;

    @BeforeEach
    void openSandbox() {
        sandbox = NixSandbox.create();
        nix = SandboxedClient.of(sandbox);
    }

    @AfterEach
    void closeSandbox() {
        nix.close();
        sandbox.close();
    }

    @Test
    void twoHundredRunsLeaveNothingBehind() throws Exception {
        nix.run("hello").execute();
        nix.run("sleeper").timeout(Duration.ofSeconds(1)).execute();
        Traces before = Traces.settled(sandbox, 0);

        inParallel(200, () -> assertThat(nix.run("hello").text()).isEqualTo("Hello, world!"));
        inParallel(
                30, () -> assertThatThrownBy(() -> nix.run("throws").execute()).isInstanceOf(NixException.class));
        inParallel(
                20,
                () -> assertThat(nix.run("sleeper")
                                .timeout(Duration.ofMillis(1500))
                                .execute()
                                .termination())
                        .isInstanceOf(Termination.TimedOut.class));
        for (int i = 0; i < 20; i++) {
            cancelledRun();
        }

        Traces after = Traces.settled(sandbox, before.threads().size());
        assertThat(after.threads()).as("threads").isSubsetOf(before.threads());
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.children()).as("child processes").isEmpty();
        assertThat(after.files()).as("files and roots").isEqualTo(before.files());
    }

    @Test
    void aJvmThatHasRunACommandEndsAtOnce() throws Exception {
        ForkedJvm jvm = ForkedJvm.in(sandbox);
        Process process = jvm.start("registry=" + SandboxedClient.emptyRegistry(sandbox), "hello");
        jvm.awaitLine("end of main");
        long ended = System.nanoTime();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
        assertThat(process.exitValue()).isZero();
        assertThat(jvm.output()).contains("stdout Hello, world!");
    }

    @Test
    void aJvmThatIsTerminatedDuringABuildLeavesNoProcess() throws Exception {
        SandboxProcesses processes = new SandboxProcesses(sandbox);
        Process process =
                ForkedJvm.in(sandbox).start("registry=" + SandboxedClient.emptyRegistry(sandbox), "endless-build");
        processes.awaitStartOf("sleep 1000000");

        process.destroy();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aJvmThatIsTerminatedWhileAProgramRunsLeavesNoProcess() throws Exception {
        ForkedJvm jvm = ForkedJvm.in(sandbox);
        Process process = jvm.start("verb=live", "registry=" + SandboxedClient.emptyRegistry(sandbox), "sleeper");
        new SandboxProcesses(sandbox).awaitStartOf("sleep 1000000");

        process.destroy();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(new SandboxProcesses(sandbox).running()).isEmpty();
    }

    private void cancelledRun() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<RunResult> future =
                nix.run("sleeper").onStdout(line -> started.countDown()).executeAsync();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
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
                one.get();
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /**
     * What could grow.
     *
     * @param threads the names of the threads that run
     * @param descriptors how many descriptors are open
     * @param children the command lines of all descendants
     * @param files temporary files, and the roots that keep store paths from the collector
     */
    private record Traces(Set<String> threads, int descriptors, List<String> children, Set<String> files) {

        /** Waits until there are no more threads than that, but not for long. */
        static Traces settled(NixSandbox sandbox, int threads) throws Exception {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Traces traces = now(sandbox);
            while ((traces.ofTheLibrary() > 0 || traces.threads.size() > threads && threads > 0)
                    && System.nanoTime() < deadline) {
                Thread.sleep(100);
                traces = now(sandbox);
            }
            return traces;
        }

        private long ofTheLibrary() {
            return threads.stream().filter(name -> name.startsWith("nix-adhoc")).count();
        }

        private static Traces now(NixSandbox sandbox) throws IOException {
            Set<String> files = new TreeSet<>(list(Path.of(System.getProperty("java.io.tmpdir")), 1));
            // searches run in tests beside this one
            files.removeIf(file -> !file.contains("nix-adhoc-") || file.contains("nix-adhoc-search-"));
            files.addAll(list(sandbox.root().resolve("tmp"), 5));
            files.addAll(list(sandbox.stateDir().resolve("gcroots"), 5));
            files.addAll(list(sandbox.stateDir().resolve("profiles"), 5));
            files.addAll(list(sandbox.root().resolve("home"), 5));
            return new Traces(
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.getName().startsWith("process reaper"))
                            .map(thread -> thread.getName() + " " + thread.getId())
                            .collect(Collectors.toCollection(TreeSet::new)),
                    openDescriptors(),
                    ProcessHandle.current()
                            .descendants()
                            .map(child -> child.info().commandLine().orElse("?"))
                            .toList(),
                    files);
        }

        /** Names alone: a descriptor may be closed while its entry is looked at. */
        private static int openDescriptors() {
            return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
        }

        /** Entries may go while others are looked at: tests beside this one have their own. */
        private static List<String> list(Path directory, int depth) {
            File[] entries = directory.toFile().listFiles();
            if (entries == null || depth == 0) {
                return List.of();
            }
            return Stream.of(entries)
                    .flatMap(entry ->
                            Stream.concat(Stream.of(entry.toString()), list(entry.toPath(), depth - 1).stream()))
                    .toList();
        }
    }
}
