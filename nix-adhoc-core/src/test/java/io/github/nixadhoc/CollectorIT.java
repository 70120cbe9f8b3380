package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs beside a garbage collector of another process. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class CollectorIT extends SandboxedNix {

    /** The number of runs; a soak test has more: {@code -Dnix.adhoc.runs=1000}. */
    private static final int RUNS = Integer.getInteger("nix.adhoc.runs", 100);

    private static final int THREADS = 4;

    @Test
    void aCollectorInATightLoopDisturbsNoRun() throws Exception {
        besideACollector(text -> assertThat(nix.run("cowsay").args(text).text()).contains("< " + text + " >"));
    }

    /** What a running program holds stays warm; all else is collected and brought back again and again. */
    @Test
    void aCollectorInATightLoopDisturbsNeitherWarmNorColdRuns() throws Exception {
        try (RunningProgram holder =
                nix.shell("hello").script("exec /bin/sleep 1000000").start()) {
            assertThat(holder.isRunning()).isTrue();
            AtomicInteger number = new AtomicInteger();
            besideACollector(text -> {
                switch (number.getAndIncrement() % 4) {
                    case 0 -> assertThat(nix.run("cowsay").args(text).text()).contains("< " + text + " >");
                    case 1 ->
                        assertThat(nix.shell("t1", "hello").command("which-one").text())
                                .isEqualTo("t1");
                    default -> assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
                }
            });
        }
    }

    @Test
    void aProgramThatVanishesBetweenLookUpAndStartIsBroughtBackUnseen() {
        AtomicReference<String> doomed = new AtomicReference<>();
        AtomicInteger deletions = new AtomicInteger();
        CommandExecutor executor = CommonsExecExecutor.create();
        try (NixClient warm = SandboxedClient.builder(sandbox)
                .executor(spec -> {
                    String path = doomed.get();
                    if (path != null && spec.command().toString().contains(path) && deletions.get() == 0) {
                        deletions.incrementAndGet();
                        sandbox.tool("nix-store", "--delete", "--ignore-liveness", path)
                                .requireSuccess();
                    }
                    return executor.start(spec);
                })
                .build()) {
            doomed.set(warm.run("hello").execute().storePaths().get(0).value());

            RunResult second = warm.run("hello").execute();

            assertThat(deletions).hasValue(1);
            assertThat(second.stdout()).isEqualTo("Hello, world!\n");
            assertThat(second.storePaths()).extracting(StorePath::value).containsExactly(doomed.get());
        }
    }

    @Test
    void aCollectorInATightLoopDisturbsNoPlan() throws Exception {
        besideACollector(text -> {
            Plan plan = nix.run("closure-top").args(text).plan();
            assertThat(plan.command()).endsWith(text);
            assertThat(plan.transfer().toBuild()).hasSize(3);
        });
    }

    private void besideACollector(Consumer<String> work) throws Exception {
        // The store exists by then: a collector fails while another Nix creates a store.
        work.accept("the first");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger collections = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            Future<?> collector = threads.submit(() -> {
                while (!over.get()) {
                    sandbox.tool("nix-store", "--gc").requireSuccess();
                    collections.incrementAndGet();
                }
            });
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> {
                    int run;
                    // a collector that has failed collects no more
                    while ((run = runs.getAndIncrement()) < RUNS || collections.get() <= 10 && !collector.isDone()) {
                        try {
                            work.accept("run " + run);
                        } catch (RuntimeException | AssertionError e) {
                            failures.add(String.valueOf(e));
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get(1, TimeUnit.HOURS);
            }
            over.set(true);
            collector.get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            over.set(true);
            threads.shutdown();
        }

        assertThat(failures).isEmpty();
        assertThat(collections).hasValueGreaterThan(10);
    }

    /** A program that does not hold its own file, since it became another program, from outside of the store. */
    @Test
    void aRunningProgramKeepsItsFilesAndNothingKeepsThemAfterwards() {
        try (RunningProgram program = nix.run("endless").discardOutput().start()) {
            sandbox.processes().awaitStartOf("yes");
            Path output = outputOf("endless");

            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(output.resolve("bin/endless")).exists();

            assertThat(program.stop().storePaths()).extracting(Object::toString).containsExactly(output.toString());
            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(output).doesNotExist();
        }
    }

    @Test
    void theFilesOfAllPackagesOfAShellAreKeptWhileItRuns() {
        try (RunningProgram program = nix.shell("hello", "t1", "closure-top")
                .script("exec /bin/sleep 1000000")
                .start()) {
            sandbox.processes().awaitStartOf("sleep 1000000");
            List<Path> outputs =
                    List.of(outputOf("hello"), outputOf("t1"), outputOf("closure-top"), outputOf("closure-leaf"));

            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(outputs).allSatisfy(output -> assertThat(output).exists());

            assertThat(program.stop().storePaths()).hasSize(3);
            sandbox.tool("nix-store", "--gc").requireSuccess();
            assertThat(outputs).noneSatisfy(output -> assertThat(output).exists());
        }
    }

    private Path outputOf(String name) {
        return sandbox.storePaths().stream()
                .filter(path -> path.toString().endsWith("-" + name + "-1.0"))
                .findFirst()
                .orElseThrow();
    }
}
