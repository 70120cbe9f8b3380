package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The first run of a new JVM, from its start to its end; the package has been run by another JVM before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NewJvmBenchmark {

    private BenchmarkNix nix;
    private List<String> withNixAdhoc;
    private List<String> withProcessBuilder;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        withNixAdhoc = java(WithNixAdhoc.class, nix.binary().toString(), nix.emptyRegistry());
        String program = new String(nix.bare(withNixAdhoc), StandardCharsets.UTF_8).strip();
        withProcessBuilder = java(WithProcessBuilder.class, program);
    }

    @TearDown
    public void close() {
        nix.close();
    }

    @Benchmark
    public byte[] nixAdhoc() {
        return nix.bare(withNixAdhoc);
    }

    @Benchmark
    public byte[] processBuilder() {
        return nix.bare(withProcessBuilder);
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    /** Runs a package and prints which program that was. */
    static final class WithNixAdhoc {

        private WithNixAdhoc() {}

        public static void main(String[] arguments) {
            try (NixClient client = BenchmarkNix.client(System.getenv(), Path.of(arguments[0]), arguments[1])) {
                System.out.println(client.run("hello").execute().orThrow().program());
            }
        }
    }

    /** Runs a program that it is given. */
    static final class WithProcessBuilder {

        private WithProcessBuilder() {}

        public static void main(String[] arguments) {
            byte[] printed = BenchmarkNix.bare(List.of(arguments[0]), System.getenv());
            System.out.println(printed.length);
        }
    }
}
