package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 10,000 warm runs, 64 at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ParallelBenchmark {

    static final int RUNS = 10_000;
    private static final int THREADS = 64;

    private BenchmarkNix nix;
    private NixClient client;
    private RunCommand command;
    private List<String> bare;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        command = client.run("hello");
        bare = List.of(command.execute().orThrow().program().toString());
    }

    @TearDown
    public void close() {
        client.close();
        nix.close();
    }

    @Benchmark
    public void nixAdhoc() throws InterruptedException {
        inParallel(command::execute);
    }

    @Benchmark
    public void processBuilder() throws InterruptedException {
        inParallel(() -> nix.bare(bare));
    }

    private static void inParallel(Callable<?> run) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<?> one : threads.invokeAll(Collections.nCopies(RUNS, run))) {
                BenchmarkNix.require(one.get() != null, run);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }
}
