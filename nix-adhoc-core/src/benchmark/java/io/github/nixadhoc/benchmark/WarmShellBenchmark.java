package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.result.RunResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A shell of two packages that has been used before, used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WarmShellBenchmark {

    private BenchmarkNix nix;
    private NixClient client;
    private ShellCommand command;
    private List<String> bare;
    private Map<String, String> environment;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        command = client.shell("cowsay", "hello").command("hello");
        RunResult first = command.execute().orThrow();
        bare = List.of(first.program().toString());
        environment = new HashMap<>(nix.environment());
        environment.put(
                "PATH",
                client.shell("cowsay", "hello").script("printf %s \"$PATH\"").text());
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
        return BenchmarkNix.bare(bare, environment);
    }
}
