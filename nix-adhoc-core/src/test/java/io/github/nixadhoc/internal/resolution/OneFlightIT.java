package io.github.nixadhoc.internal.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.CacheIT;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunningProgram;
import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxProcesses;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shared work: Nix does it once for all callers that need the same at the same time. */
class OneFlightIT {

    private static final int MANY = 100;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final SandboxProcesses processes = sandbox.processes();
    private final NixCalls calls = new NixCalls();
    private final NixClient nix =
            sandbox.closing(SandboxedClient.builder(sandbox).executor(calls).build());

    /** A package with a slow build. */
    private String slow;

    @BeforeEach
    void writeSlowFlake() throws Exception {
        Path flake = Files.createDirectories(sandbox.root().resolve("slow"));
        String text = CacheIT.flake("at last", "").replace("/bin/mkdir", "/bin/sleep 2; /bin/mkdir");
        Files.writeString(flake.resolve("flake.nix"), text);
        slow = "path:" + flake + "#";
        sandbox.settled();
    }

    @Test
    void aHundredThreadsHaveNixResolveAndRealiseOnce() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<RunResult> results = atOnce(
                () -> nix.run("cowsay").args("n" + number.incrementAndGet()).execute());

        assertThat(results).hasSize(MANY).allMatch(result -> result.exitCode() == 0);
        assertThat(results.stream().map(RunResult::closureSize).distinct()).hasSize(1);
        assertThat(results.stream().map(RunResult::stdout).distinct()).hasSize(MANY);
        assertThat(calls.all("requests = [")).hasSize(1);
        assertThat(calls.all("--realise")).hasSize(1);
        assertThat(calls.all("nix-daemon --stdio"))
                .as("the store is connected to")
                .hasSize(1);
        assertThat(calls.ofNix())
                .as("with who Nix is, its settings, and on Nix 2.8 the flake")
                .hasSizeBetween(5, 6);
        calls.clear();
        nix.run("cowsay").execute();
        assertThat(calls.ofNix()).as("warm").isEmpty();
    }

    @Test
    void eachCallerGetsAnExceptionOfItsOwn() throws Exception {
        List<Throwable> failures =
                atOnce(() -> catchThrowable(() -> nix.run("build-fails").execute()));

        assertThat(failures).allMatch(BuildFailedException.class::isInstance);
        Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(failures);
        assertThat(different).hasSize(MANY);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(OneFlightIT.class.getName())));
        assertThat(calls.all("--realise").size()).isBetween(1, MANY / 2);
    }

    @Test
    void aFailureNamesTheCommandOfEachCaller() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<Throwable> failures = atOnce(() -> catchThrowable(() ->
                nix.run("no-such-package").args("n" + number.incrementAndGet()).plan()));

        assertThat(failures).allMatch(PackageNotFoundException.class::isInstance);
        assertThat(calls.all("requests = [").size()).isBetween(1, MANY / 2);
    }

    @Test
    void aCallerAtItsDeadlineLeavesTheWorkToTheOthers() throws Exception {
        CompletableFuture<RunResult> patient = nix.run(slow).executeAsync();
        processes.awaitStartOf("--realise");

        assertThatThrownBy(() ->
                        nix.run(slow).args("x").timeout(Duration.ofMillis(300)).execute())
                .isExactlyInstanceOf(TimedOutException.class)
                .hasMessageContaining(" -- x");

        assertThat(patient.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS).stdout())
                .isEqualTo("at last\n");
        assertThat(sandbox.storePaths()).anyMatch(path -> path.toString().endsWith("-mine"));
        assertThat(calls.all("--realise")).hasSize(1);
    }

    /** The caller that began the work may leave while others wait for it. */
    @Test
    void theFirstCallerMayLeaveFirst() throws Exception {
        CompletableFuture<RunResult> first = nix.run(slow).executeAsync();
        processes.awaitStartOf("--realise");
        CompletableFuture<Throwable> second = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> nix.run(slow).execute()));
        awaitWaiters(2);

        first.cancel(true);

        assertThat(second.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS)).isNull();
        assertThat(sandbox.storePaths()).anyMatch(path -> path.toString().endsWith("-mine"));
        assertThat(calls.all("--realise")).hasSize(1);
    }

    @Test
    void workWithoutACallerIsStopped() throws Exception {
        List<CompletableFuture<RunResult>> all = awaitOneBuildFor(5);

        all.subList(0, 4).forEach(future -> future.cancel(true));
        Waits.waiting()
                .during(Duration.ofMillis(200))
                .until(() -> !processes.running().isEmpty());
        all.get(4).cancel(true);

        processes.awaitEndOfAll();
        assertNoThreads();
        assertThat(calls.all("--realise")).hasSize(1);
    }

    @Test
    void aTimeoutReportsTheWorkAndTheLogOfNix() {
        TimedOutException failure = FailureOf.running(
                () -> nix.run("endless-build").timeout(Duration.ofSeconds(8)).execute(),
                TimedOutException.class,
                Phase.REALISE);

        assertThat(failure.command()).contains("--realise");
        assertThat(failure.log()).anyMatch(line -> line.contains("started"));
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void aClosedClientEndsWhatIsShared() throws Exception {
        List<CompletableFuture<RunResult>> all = awaitOneBuildFor(3);

        nix.close();

        assertThat(processes.running()).isEmpty();
        for (CompletableFuture<RunResult> one : all) {
            assertThatThrownBy(() -> Waits.forResult(one))
                    .isExactlyInstanceOf(CancelledException.class)
                    .hasMessageContaining("the client or session has been closed");
        }
        assertNoThreads();
    }

    @Test
    void thePolicySeesEachCommandBeforeItsPackageIsThere() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicInteger number = new AtomicInteger();
        try (NixClient reviewed = SandboxedClient.builder(sandbox)
                .policy(command -> {
                    String argument = command.command().get(1);
                    seen.add(argument);
                    return argument.endsWith("0") ? Decision.deny("a round number") : Decision.allow();
                })
                .build()) {
            List<Throwable> failures = atOnce(() -> catchThrowable(() ->
                    reviewed.run("hello").args("n" + number.incrementAndGet()).execute()));

            assertThat(failures.stream().filter(CommandDeniedException.class::isInstance))
                    .hasSize(10);
            assertThat(failures.stream().filter(Objects::isNull)).hasSize(90);
            assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
        }
    }

    @Test
    void eachCallerHoldsItsFilesAfterTheOthersHaveEnded() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<RunningProgram> start = () -> {
            together.await(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return nix.run("endless").discardOutput().start();
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<RunningProgram>> started = threads.invokeAll(List.of(start, start));
            try (RunningProgram one = started.get(0).get();
                    RunningProgram other = started.get(1).get()) {
                Path program = one.stop().program();

                sandbox.tool("nix-store", "--gc").requireSuccess();
                assertThat(program).exists();

                assertThat(other.stop().program()).isEqualTo(program);
                sandbox.tool("nix-store", "--gc").requireSuccess();
                assertThat(program).doesNotExist();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Starts runs of a package whose build never ends, and waits until all of them wait for one build. */
    private List<CompletableFuture<RunResult>> awaitOneBuildFor(int runs) throws InterruptedException {
        List<CompletableFuture<RunResult>> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(nix.run("endless-build").executeAsync());
        }
        processes.awaitStartOf("sleep 1000000");
        awaitWaiters(runs);
        return all;
    }

    private static void awaitWaiters(int number) throws InterruptedException {
        Waits.until(number + " waiters", () -> waiters() >= number);
    }

    /** Callers that wait for the work of another thread. */
    private static long waiters() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(SharedRealisations.class.getName())
                                && frame.getMethodName().equals("realise")))
                .count();
    }

    private static void assertNoThreads() throws InterruptedException {
        Waits.until("no shared thread", () -> sharedThreads() == 0);
    }

    private static long sharedThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("nix-adhoc-shared"))
                .count();
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(MANY);
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        try {
            Callable<T> oneOfMany = () -> {
                together.await(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
                return work.call();
            };
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(Collections.nCopies(MANY, oneOfMany))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
