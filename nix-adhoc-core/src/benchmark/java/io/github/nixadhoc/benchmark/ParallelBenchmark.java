package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.RunResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Warm runs of 64 threads at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class ParallelBenchmark {

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
    public RunResult nixAdhoc() {
        return command.execute();
    }

    @Benchmark
    public byte[] processBuilder() {
        return nix.bare(bare);
    }
}
