package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else collects garbage. */
class CollectorIT {

    private static final int RUNS = 100;

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
    void aCollectorInATightLoopDisturbsNoRun() throws Exception {
        besideACollector(text -> assertThat(nix.run("cowsay").args(text).text()).contains("< " + text + " >"));
    }

    @Test
    void aCollectorInATightLoopDisturbsNoPlan() throws Exception {
        besideACollector(text -> {
            Plan plan = nix.run("closure-top").args(text).plan();
            assertThat(plan.command()).endsWith(text);
            assertThat(plan.toBuild()).hasSize(3);
        });
    }

    private void besideACollector(Consumer<String> work) throws Exception {
        // There is a store by then: a collector by itself fails when another Nix is just making one.
        work.accept("the first");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger collections = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> collector = threads.submit(() -> {
                while (!over.get()) {
                    sandbox.tool("nix-store", "--gc").requireSuccess();
                    collections.incrementAndGet();
                }
            });
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                workers.add(threads.submit(() -> {
                    int run;
                    while ((run = runs.getAndIncrement()) < RUNS || collections.get() <= 10) {
                        try {
                            work.accept("run " + run);
                        } catch (RuntimeException | AssertionError e) {
                            failures.add(String.valueOf(e));
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            over.set(true);
            collector.get();
        } finally {
            over.set(true);
            threads.shutdown();
        }

        assertThat(failures).isEmpty();
        assertThat(collections).hasValueGreaterThan(10);
    }

    /** This one does not hold its own file: it has become another program, from outside of the store. */
    @Test
    void aRunningProgramKeepsItsFilesAndNothingKeepsThemAfterwards() {
        try (RunningProgram program = nix.run("endless").discardOutput().start()) {
            new SandboxProcesses(sandbox).awaitStartOf("yes");
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
            new SandboxProcesses(sandbox).awaitStartOf("sleep 1000000");
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
