package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
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
    private List<String> withArchive;
    private List<String> withProcessBuilder;

    @Setup
    public void runOnce() {
        nix = BenchmarkNix.create();
        Path archive = nix.directory("jars").resolve("benchmark.jsa");
        String classPath = jars(nix.directory("jars"));
        String binary = nix.binary().toString();
        withNixAdhoc = java(classPath, List.of(), WithNixAdhoc.class, binary, nix.emptyRegistry());
        String program = new String(nix.bare(withNixAdhoc), StandardCharsets.UTF_8).strip();
        withProcessBuilder = java(classPath, List.of(), WithProcessBuilder.class, program);
        nix.bare(java(
                classPath,
                List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"),
                WithNixAdhoc.class,
                binary,
                nix.emptyRegistry()));
        withArchive = java(
                classPath,
                List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on"),
                WithNixAdhoc.class,
                binary,
                nix.emptyRegistry());
    }

    /** Returns the class path with jars in place of its folders, of which nothing can be archived. */
    private static String jars(Path folder) {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Files.isDirectory(Path.of(entry))) {
                jars.add(entry);
                continue;
            }
            String jar = folder.resolve(jars.size() + ".jar").toString();
            ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
            int exitCode = tool.run(System.out, System.err, "--create", "--file", jar, "-C", entry, ".");
            if (exitCode != 0) {
                throw new IllegalStateException("jar ended with " + exitCode);
            }
            jars.add(jar);
        }
        return String.join(File.pathSeparator, jars);
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
    public byte[] nixAdhocWithArchive() {
        return nix.bare(withArchive);
    }

    @Benchmark
    public byte[] processBuilder() {
        return nix.bare(withProcessBuilder);
    }

    private static List<String> java(String classPath, List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, main.getName()));
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
