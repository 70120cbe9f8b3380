package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.result.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One gigabyte of lines on stdout. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StreamBenchmark {

    static final long BYTES = Long.getLong("nix.adhoc.benchmark.bytes", 1_000_000_000);

    private static final String LINES =
            "yes 'one line of eighty characters, as long as those that compilers and the like print' " + "| head -c "
                    + BYTES;

    private BenchmarkNix nix;
    private NixClient client;
    private ShellCommand command;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        client = nix.client();
        command = client.shell("hello").script(LINES);
        client.shell("hello").script("true").execute().orThrow();
    }

    @TearDown
    public void close() {
        client.close();
        nix.close();
    }

    @Benchmark
    public RunResult headAndTailKept() {
        return command.execute();
    }

    @Benchmark
    public RunResult discarded() {
        return command.discardOutput().execute();
    }

    @Benchmark
    public RunResult toAStream() {
        return command.discardOutput().stdoutTo(OutputStream.nullOutputStream()).execute();
    }

    @Benchmark
    public long toAConsumer() {
        LongAdder characters = new LongAdder();
        command.discardOutput().onStdout(line -> characters.add(line.length())).execute();
        return characters.sum();
    }

    @Benchmark
    public long transferTo() throws IOException, InterruptedException {
        Process process = BenchmarkNix.start(List.of("/bin/sh", "-c", LINES), nix.environment());
        try (InputStream stdout = process.getInputStream()) {
            long transferred = stdout.transferTo(OutputStream.nullOutputStream());
            BenchmarkNix.require(process.waitFor() == 0, LINES);
            return transferred;
        }
    }
}
