package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.testkit.NixUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and prints what they cost beside the bare thing, both measured in the same run.
 *
 * <p>Each is run several times, in turn with what it is compared with, and the median of these rounds counts: so whatever
 * else the machine does meanwhile falls on both.
 */
public final class BenchmarkTable {

    /** What each benchmark came to, round by round. */
    private final Map<String, List<Double>> scores = new TreeMap<>();

    private final List<String> rows = new ArrayList<>();
    private final int rounds;
    private final long seconds;

    private BenchmarkTable(int rounds, long seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /**
     * Runs the benchmarks.
     *
     * @param arguments how many rounds and how many seconds each; 5 and 5 unless given
     * @throws RunnerException if a benchmark fails
     * @throws IOException if this machine cannot be described
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 5;
        BenchmarkTable table = new BenchmarkTable(rounds, seconds);
        table.measure();
        table.print();
    }

    private void measure() throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            sampled(WarmRunBenchmark.class, true);
            sampled(WarmShellBenchmark.class, false);
            sampled(NewJvmBenchmark.class, false);
            sampled(ParallelBenchmark.class, false);
            singleShots(ColdResolveBenchmark.class);
            singleShots(StreamBenchmark.class);
            singleShots(PipelineBenchmark.class);
        }
    }

    private void sampled(Class<?> benchmark, boolean allocation) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .forks(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(1)
                .measurementTime(TimeValue.seconds(seconds));
        if (allocation) {
            options.addProfiler(GCProfiler.class);
        }
        keep(new Runner(options.build()).run());
    }

    private void singleShots(Class<?> benchmark) throws RunnerException {
        keep(new Runner(new OptionsBuilder()
                        .include(benchmark.getName() + "\\.")
                        .forks(1)
                        .warmupIterations(1)
                        .measurementIterations(3)
                        .build())
                .run());
    }

    private void keep(Collection<RunResult> results) {
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String name = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
            Result<?> primary = result.getPrimaryResult();
            add(name, primary.getStatistics().getPercentile(50));
            add(name + " p95", primary.getStatistics().getPercentile(95));
            result.getSecondaryResults().forEach((label, secondary) -> {
                if (label.contains("alloc.rate.norm")) {
                    add(name + " bytes", secondary.getScore());
                }
            });
        }
    }

    private void add(String name, double score) {
        scores.computeIfAbsent(name, absent -> new ArrayList<>()).add(score);
    }

    private double median(String name) {
        double[] sorted = scores.get(name).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private void print() throws IOException {
        row(
                "warm run, same JVM",
                "bare `ProcessBuilder`, output read",
                "WarmRunBenchmark.nixAdhoc",
                "WarmRunBenchmark.processBuilder",
                "µs");
        row("warm run, same JVM", "`nix run`", "WarmRunBenchmark.nixAdhoc", "WarmRunBenchmark.nixRun", "µs");
        row(
                "warm shell of two packages",
                "bare `ProcessBuilder`, the same PATH",
                "WarmShellBenchmark.nixAdhoc",
                "WarmShellBenchmark.processBuilder",
                "µs");
        row(
                "first run of a new JVM, the whole process",
                "a JVM with a bare `ProcessBuilder`",
                "NewJvmBenchmark.nixAdhoc",
                "NewJvmBenchmark.processBuilder",
                "µs");
        row(
                "the same with class data sharing",
                "a JVM with a bare `ProcessBuilder`",
                "NewJvmBenchmark.nixAdhocWithArchive",
                "NewJvmBenchmark.processBuilder",
                "µs");
        row(
                "cold resolve of 20 packages together",
                "cold resolve of one",
                "ColdResolveBenchmark.twentyTogether",
                "ColdResolveBenchmark.one",
                "ms");
        row(
                "1 GB of stdout, discarded",
                "`InputStream.transferTo`, bare process",
                "StreamBenchmark.discarded",
                "StreamBenchmark.transferTo",
                "ms");
        row(
                "1 GB of stdout, to a stream",
                "`InputStream.transferTo`, bare process",
                "StreamBenchmark.toAStream",
                "StreamBenchmark.transferTo",
                "ms");
        row(
                "1 GB of stdout, head and tail kept",
                "`InputStream.transferTo`, bare process",
                "StreamBenchmark.headAndTailKept",
                "StreamBenchmark.transferTo",
                "ms");
        row(
                "1 GB of stdout, line by line",
                "`InputStream.transferTo`, bare process",
                "StreamBenchmark.toAConsumer",
                "StreamBenchmark.transferTo",
                "ms");
        row(
                "5 GB through three stages",
                "the same pipeline in `bash`",
                "PipelineBenchmark.nixAdhoc",
                "PipelineBenchmark.bash",
                "ms");
        row(
                "warm runs of 64 threads",
                "the same with bare `ProcessBuilder`",
                "ParallelBenchmark.nixAdhoc",
                "ParallelBenchmark.processBuilder",
                "runs/s");
        System.out.println("\n| what | against | measured | bare | ratio |\n|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%nA warm run allocates %.0f KiB; its 95th percentile is %.0f µs, that of the bare process %.0f µs.%n",
                median("WarmRunBenchmark.nixAdhoc bytes") / 1024,
                median("WarmRunBenchmark.nixAdhoc p95"),
                median("WarmRunBenchmark.processBuilder p95"));
        System.out.println(machine());
    }

    private void row(String what, String against, String measured, String bare, String unit) {
        double ours = median(measured);
        double theirs = median(bare);
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f %s | %,.0f %s | %.2f × |",
                what,
                against,
                ours,
                unit,
                theirs,
                unit,
                ours / theirs));
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return LocalDate.now() + ", " + processor + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", JDK "
                + Runtime.version() + ", Nix " + NixUnderTest.get().version();
    }
}
