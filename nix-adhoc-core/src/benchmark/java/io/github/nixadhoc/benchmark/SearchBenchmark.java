package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A search of 120,000 packages for two of them. */
@State(Scope.Benchmark)
public abstract class SearchBenchmark {

    private static final String REGEX = "package-7734[12]$";

    private BenchmarkNix nix;
    private NixClient client;
    private String flake;

    @Setup
    public void makeFlake() {
        nix = BenchmarkNix.create();
        flake = nix.largeFlake();
        client = nix.client();
    }

    @TearDown
    public void close() {
        client.close();
        nix.close();
    }

    @Benchmark
    public List<PackageHit> nixAdhoc() {
        List<PackageHit> hits = client.search(REGEX).in(flake).execute();
        BenchmarkNix.require(hits.size() == 2, hits);
        return hits;
    }

    @Benchmark
    public byte[] nix() {
        return nix.bare(nix.nix("search", "--quiet", "--json", flake, REGEX));
    }

    void forgetAll() {
        nix.forgetEvaluations();
        client.close();
        client = nix.client();
    }

    /** Searches that were made before. */
    @State(Scope.Benchmark)
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public static class Warm extends SearchBenchmark {}

    /** Searches that nobody has made before. */
    @State(Scope.Benchmark)
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public static class Cold extends SearchBenchmark {

        @Setup(Level.Invocation)
        public void forget() {
            forgetAll();
        }
    }
}
