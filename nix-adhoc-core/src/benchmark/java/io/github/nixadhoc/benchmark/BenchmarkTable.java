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
     * @param arguments how many rounds, and how many seconds for what is sampled; 3 and 3 unless given, with which it takes
     *     some ten minutes on two processors
     * @throws RunnerException if a benchmark fails
     * @throws IOException if this machine cannot be described
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 3;
        BenchmarkTable table = new BenchmarkTable(rounds, seconds);
        table.measure();
        String markdown = table.table();
        System.out.println("\n" + markdown);
        Path file = Path.of("target", "benchmarks", "nix-" + NixUnderTest.get().version() + ".md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, markdown);
    }

    private void measure() throws RunnerException {
        for (int round = 0; round < rounds; round++) {
            sampled(WarmRunBenchmark.class, true);
            sampled(WarmShellBenchmark.class, false);
            if (ConfinedRunBenchmark.isPossible()) {
                sampled(ConfinedRunBenchmark.class, false);
            }
            sampled(NewJvmBenchmark.class, false);
            singleShots(ParallelBenchmark.class, 1);
            singleShots(ColdResolveBenchmark.class, 3);
            singleShots(StreamBenchmark.class, 2);
            singleShots(PipelineBenchmark.class, 2);
        }
        // Each takes so long that what else the machine does evens out within one round.
        sampled(SearchBenchmark.Warm.class, false);
        singleShots(SearchBenchmark.Cold.class, 3);
    }

    private void sampled(Class<?> benchmark, boolean allocation) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName().replace('$', '.') + "\\.")
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

    private void singleShots(Class<?> benchmark, int times) throws RunnerException {
        keep(new Runner(new OptionsBuilder()
                        .include(benchmark.getName().replace('$', '.') + "\\.")
                        .forks(1)
                        .warmupIterations(1)
                        .measurementIterations(times)
                        .build())
                .run());
    }

    private void keep(Collection<RunResult> results) {
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String name = benchmark.substring(getClass().getPackageName().length() + 1);
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

    private String table() throws IOException {
        String bare = "bare `ProcessBuilder`, output read";
        time(
                "warm run, same JVM",
                bare,
                "≤ 1.15 ×",
                "WarmRunBenchmark.nixAdhoc",
                "WarmRunBenchmark.processBuilder",
                "µs");
        faster(
                "warm run, same JVM",
                "`nix run`",
                "≥ 15 × faster",
                "WarmRunBenchmark.nixAdhoc",
                "WarmRunBenchmark.nixRun",
                "µs");
        double reviewed = median("WarmRunBenchmark.reviewedAndRecorded");
        double unreviewed = median("WarmRunBenchmark.nixAdhoc");
        row(
                "warm run with the policies for agents and an audit",
                "the same without",
                "≤ 200 µs more",
                String.format(Locale.ROOT, "%,.0f µs", reviewed),
                String.format(Locale.ROOT, "%,.0f µs", unreviewed),
                String.format(Locale.ROOT, "%+,.0f µs", reviewed - unreviewed));
        time(
                "warm shell of two packages",
                "bare `ProcessBuilder`, the same PATH",
                "≤ 1.15 ×",
                "WarmShellBenchmark.nixAdhoc",
                "WarmShellBenchmark.processBuilder",
                "µs");
        if (ConfinedRunBenchmark.isPossible()) {
            String confined = "ConfinedRunBenchmark.confined";
            time(
                    "warm run, confined",
                    "the same, not confined",
                    "–",
                    confined,
                    "ConfinedRunBenchmark.unconfined",
                    "µs");
            time("warm run, confined", "bare `bwrap`", "–", confined, "ConfinedRunBenchmark.bubblewrap", "µs");
        }
        String newJvm = "a JVM with a bare `ProcessBuilder`";
        time(
                "first run of a new JVM, the whole process",
                newJvm,
                "≤ 1.5 ×",
                "NewJvmBenchmark.nixAdhoc",
                "NewJvmBenchmark.processBuilder",
                "µs");
        time(
                "the same with class data sharing",
                newJvm,
                "≤ 1.5 ×",
                "NewJvmBenchmark.nixAdhocWithArchive",
                "NewJvmBenchmark.processBuilder",
                "µs");
        time(
                "cold resolve of 20 packages together",
                "cold resolve of one",
                "≤ 2 ×",
                "ColdResolveBenchmark.twentyTogether",
                "ColdResolveBenchmark.one",
                "ms");
        stream("discarded", "discarded");
        stream("to a stream", "toAStream");
        stream("head and tail kept", "headAndTailKept");
        stream("line by line", "toAConsumer");
        throughput(
                "5 GB through three stages",
                "the same pipeline in `bash`",
                "≥ 0.95 ×",
                "PipelineBenchmark.nixAdhoc",
                "PipelineBenchmark.bash",
                PipelineBenchmark.BYTES / 1_000_000,
                "MB/s");
        throughput(
                "10,000 warm runs on 64 threads",
                "the same with bare `ProcessBuilder`",
                "≥ 0.9 ×",
                "ParallelBenchmark.nixAdhoc",
                "ParallelBenchmark.processBuilder",
                ParallelBenchmark.RUNS,
                "runs/s");
        faster(
                "warm search of 120,000 packages",
                "`nix search`, warm",
                "≥ 200 × faster",
                "SearchBenchmark.Warm.nixAdhoc",
                "SearchBenchmark.Warm.nix",
                "µs");
        faster(
                "cold search of 120,000 packages",
                "`nix search`, cold",
                "faster",
                "SearchBenchmark.Cold.nixAdhoc",
                "SearchBenchmark.Cold.nix",
                "ms");
        row(
                "allocation of a warm run",
                "–",
                "≤ 64 KiB",
                String.format(Locale.ROOT, "%.0f KiB", median("WarmRunBenchmark.nixAdhoc bytes") / 1024),
                "–",
                "–");
        return "| what | against | to reach | measured | bare | ratio |\n|---|---|---|---|---|---|\n"
                + String.join("\n", rows)
                + String.format(
                        Locale.ROOT,
                        "%n%n95th percentiles: warm run %,.0f µs, the bare process %,.0f µs; warm search %,.1f ms.%n%s%n",
                        median("WarmRunBenchmark.nixAdhoc p95"),
                        median("WarmRunBenchmark.processBuilder p95"),
                        median("SearchBenchmark.Warm.nixAdhoc p95") / 1000,
                        machine());
    }

    private void stream(String what, String benchmark) {
        throughput(
                "1 GB of stdout, " + what,
                "`InputStream.transferTo`, bare process",
                "≥ 0.9 ×",
                "StreamBenchmark." + benchmark,
                "StreamBenchmark.transferTo",
                StreamBenchmark.BYTES / 1_000_000,
                "MB/s");
    }

    private void time(String what, String against, String goal, String measured, String bare, String unit) {
        row(what, against, goal, median(measured), median(bare), unit, median(measured) / median(bare));
    }

    private void faster(String what, String against, String goal, String measured, String bare, String unit) {
        row(what, against, goal, median(measured), median(bare), unit, median(bare) / median(measured));
    }

    private void throughput(
            String what, String against, String goal, String measured, String bare, double amount, String unit) {
        double ours = amount * 1000 / median(measured);
        double theirs = amount * 1000 / median(bare);
        row(what, against, goal, ours, theirs, unit, ours / theirs);
    }

    private void row(
            String what, String against, String goal, double measured, double bare, String unit, double ratio) {
        row(
                what,
                against,
                goal,
                String.format(Locale.ROOT, "%,.0f %s", measured, unit),
                String.format(Locale.ROOT, "%,.0f %s", bare, unit),
                String.format(Locale.ROOT, ratio < 10 ? "%.2f ×" : "%.0f ×", ratio));
    }

    private void row(String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    static String machine() throws IOException {
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
