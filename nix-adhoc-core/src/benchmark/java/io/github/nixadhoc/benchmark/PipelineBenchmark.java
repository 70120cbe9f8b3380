package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.result.PipelineResult;
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

/** Five gigabytes through three programs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PipelineBenchmark {

    static final long BYTES = 5_000_000_000L;

    private static final String COUNT = String.valueOf(BYTES);

    private BenchmarkNix nix;
    private NixClient client;
    private Pipeline pipeline;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        pipeline = client.shell("hello")
                .pipeline(p ->
                        p.command("head", "-c", COUNT, "/dev/zero").pipe("cat").pipe("wc", "-c"));
        client.shell("hello")
                .pipeline(p -> p.command("true").pipe("true"))
                .execute()
                .orThrow();
    }

    @TearDown
    public void close() {
        client.close();
        nix.close();
    }

    @Benchmark
    public PipelineResult nixAdhoc() {
        PipelineResult result = pipeline.execute().orThrow();
        BenchmarkNix.require(result.stdout().strip().equals(COUNT), result);
        return result;
    }

    @Benchmark
    public byte[] bash() {
        String line = "set -o pipefail; head -c " + COUNT + " /dev/zero | cat | wc -c";
        return nix.bare(List.of("/bin/bash", "-c", line));
    }
}
