package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.result.RunResult;
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

/** A package that has been run before, run again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WarmRunBenchmark {

    private BenchmarkNix nix;
    private NixClient client;
    private RunCommand command;
    private NixClient reviewing;
    private RunCommand reviewed;
    private List<String> bare;
    private List<String> nixRun;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        command = client.run("hello");
        RunResult first = command.execute().orThrow();
        reviewing = nix.reviewing();
        reviewed = reviewing.run("hello");
        bare = List.of(first.program().toString());
        nixRun = nix.nix("run", "nixpkgs#hello");
    }

    @TearDown
    public void close() {
        client.close();
        reviewing.close();
        nix.close();
    }

    @Benchmark
    public RunResult nixAdhoc() {
        return command.execute();
    }

    /** The same under the policies for agents, with an audit. */
    @Benchmark
    public RunResult reviewedAndRecorded() {
        return reviewed.execute();
    }

    @Benchmark
    public byte[] processBuilder() {
        return nix.bare(bare);
    }

    @Benchmark
    public byte[] nixRun() {
        return nix.bare(nixRun);
    }
}
