package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.result.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A package that has been run before, run again within walls. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConfinedRunBenchmark {

    private static final String BUBBLEWRAP = "/usr/bin/bwrap";

    private BenchmarkNix nix;
    private NixClient client;
    private RunCommand command;
    private NixClient confining;
    private RunCommand confined;
    private List<String> bare;

    /** Whether this machine has what the bare thing needs. */
    static boolean isPossible() {
        return Files.isExecutable(Path.of(BUBBLEWRAP));
    }

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        command = client.run("hello");
        String program = command.execute().orThrow().program().toString();
        confining = nix.confining();
        confined = confining.run("hello");
        bare = List.of(BUBBLEWRAP, "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", program);
    }

    @TearDown
    public void close() {
        client.close();
        confining.close();
        nix.close();
    }

    @Benchmark
    public RunResult confined() {
        return confined.execute();
    }

    @Benchmark
    public RunResult unconfined() {
        return command.execute();
    }

    /** bubblewrap with the fewest walls, by a bare {@code ProcessBuilder}. */
    @Benchmark
    public byte[] bubblewrap() {
        return nix.bare(bare);
    }
}
