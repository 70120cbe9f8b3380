package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.testkit.MethodTrace;
import io.github.nixadhoc.testkit.WarmRuns;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;

/**
 * The methods that one warm run enters, traced by a debugger in a second JVM.
 *
 * <p>Prints the totals, and writes the calls of the caller's thread, indented, to {@code target/benchmarks}.
 */
public final class WarmRunTrace {

    private WarmRunTrace() {}

    /**
     * Traces one warm run, and prints what it enters.
     *
     * @param arguments none
     * @throws Exception if the second JVM cannot be started or traced
     */
    public static void main(String[] arguments) throws Exception {
        MethodTrace trace;
        try (BenchmarkNix nix = BenchmarkNix.create()) {
            trace = MethodTrace.of(
                    WarmRuns.class,
                    nix.environment(),
                    nix.binary().toString(),
                    globalRegistry(nix).toString());
        }
        System.out.println(table(trace));
        System.out.println(BenchmarkTable.machine() + ", load " + load());
        Path file = Path.of("target", "benchmarks", "warm-run-trace.txt");
        Files.createDirectories(file.getParent());
        Files.write(file, trace.outline());
        System.out.println("Calls of the caller's thread: " + file.toAbsolutePath());
    }

    /** Returns the load of this machine over the last minute. */
    static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%.2f", load);
    }

    /**
     * Returns a global registry with nixpkgs, taken out of that of the user. Most machines know nixpkgs from there, so
     * an answer about it holds for the time to live of tarballs, which the configuration decides.
     */
    private static Path globalRegistry(BenchmarkNix nix) throws IOException {
        Path ofUser = Path.of(nix.environment().get("XDG_CONFIG_HOME"), "nix", "registry.json");
        return Files.move(ofUser, nix.directory("global").resolve("registry.json"));
    }

    private static String table(MethodTrace trace) {
        Collection<Integer> looks = trace.looksByFile().values();
        return String.join(
                "\n",
                "| a warm run of `cowsay hi` | |",
                "|---|---|",
                row("method entries", trace.entries()),
                row("of these on the caller's thread", trace.entriesOfCaller()),
                row("classes entered", trace.classes()),
                row("hops between classes on the caller's thread", trace.hops()),
                row("threads", trace.threads()),
                row("constructions of ProcessSpec", trace.entriesOf("ProcessSpec.<init>")),
                row(
                        "look-ups of the configuration, by the file looked at most often",
                        looks.stream().mapToInt(Integer::intValue).max().orElse(0)),
                row(
                        "looks at files of the configuration",
                        looks.stream().mapToInt(Integer::intValue).sum()));
    }

    private static String row(String label, int count) {
        return String.format(Locale.ROOT, "| %s | %,d |", label, count);
    }
}
