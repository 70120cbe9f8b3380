package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cost of many arguments: what a run adds to one {@link ProcessSpec} of the same words, and how the time of single
 * {@code args} calls grows with their number.
 */
public final class ArgumentCosts {

    private static final int WORDS = 20_000;
    private static final int FEW_CALLS = 300;
    private static final int MANY_CALLS = 3_000;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 31;

    private ArgumentCosts() {}

    /**
     * Measures in turn, and prints medians and their ratios.
     *
     * @param arguments none
     * @throws IOException if this machine cannot be described
     */
    public static void main(String[] arguments) throws IOException {
        RecordingExecutor executor = RecordingExecutor.create().answer(spec -> true, StubResult.stdout(""));
        try (NixClient client =
                NixClient.builder().executor(executor).withoutNix().build()) {
            List<String> words = words();
            RunCommand command = client.run("x").args(words);
            double[] spec = new double[ROUNDS];
            double[] building = new double[ROUNDS];
            double[] executing = new double[ROUNDS];
            double[] few = new double[ROUNDS];
            double[] many = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                int i = Math.max(round, 0);
                spec[i] = millis(() -> ProcessSpec.of(words));
                building[i] = millis(() -> client.run("x").args(words));
                executing[i] = millis(command::execute);
                few[i] = millis(() -> single(client, FEW_CALLS));
                many[i] = millis(() -> single(client, MANY_CALLS));
            }
            System.out.println("| what | median | ratio |\n|---|---|---|");
            row("one `ProcessSpec` of 20,000 words", spec, spec);
            row("`run(…).args(words)` of the same, to the spec", building, spec);
            row("its `execute()` with the recording executor, to the spec", executing, spec);
            row("300 single `.args(x)` calls", few, few);
            row("3,000 of them, to 300 (10 is linear, 100 quadratic)", many, few);
        }
        System.out.println(BenchmarkTable.machine() + ", load " + WarmRunTrace.load());
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            words.add("word-" + i);
        }
        return List.copyOf(words);
    }

    private static void single(NixClient client, int calls) {
        RunCommand command = client.run("x");
        for (int i = 0; i < calls; i++) {
            command = command.args("word");
        }
    }

    private static double millis(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void row(String label, double[] measured, double[] bare) {
        double median = median(measured);
        System.out.println(
                String.format(Locale.ROOT, "| %s | %.2f ms | %.1f × |", label, median, median / median(bare)));
    }

    private static double median(double[] measured) {
        double[] sorted = Arrays.stream(measured).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
