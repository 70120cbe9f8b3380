package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixSession;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.ShellCommand;
import io.github.nixadhoc.result.SessionReceipt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what programs cost that run ad hoc, and what they cost in a container, both measured in the same run, in turn. As
 * root, since making containers needs that; what is not there is left out.
 */
public final class ContainerTable {

    private static final int ROUNDS = 9;
    private static final int WARM_UP = 1_000;
    private static final long GIGABYTE = 1_000_000_000;

    private final BenchmarkNix nix;
    private final NixClient client;

    private ContainerTable(BenchmarkNix nix, NixClient client) {
        this.nix = nix;
        this.client = client;
    }

    /**
     * Measures, and prints a table.
     *
     * @param arguments none
     * @throws IOException if a file of the benchmark's own cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        try (BenchmarkNix nix = BenchmarkNix.create();
                NixClient client = nix.client()) {
            ContainerTable table = new ContainerTable(nix, client);
            System.out.println("| what | ad hoc | bare process | `runc` | `podman` |\n|---|---|---|---|---|");
            table.startUp();
            table.hostFile();
            table.composition();
            table.space();
            table.cleanUp();
            System.out.println("\n" + BenchmarkTable.machine());
        }
    }

    private void startUp() {
        RunCommand command = client.run("hello");
        Path program = command.execute().orThrow().program();
        List<String> words = List.of(program.toString());
        List<Path> visible = List.of(program.getParent().getParent());
        for (int i = 0; i < WARM_UP; i++) {
            command.execute();
            nix.bare(words);
        }
        compare("a program that prints a line, from its start to its end", command::execute, words, visible, "start");
    }

    private void hostFile() throws IOException {
        Path file = nix.directory("host").resolve("gigabyte");
        try (OutputStream zeros = Files.newOutputStream(file)) {
            byte[] chunk = new byte[1_000_000];
            for (long written = 0; written < GIGABYTE; written += chunk.length) {
                zeros.write(chunk);
            }
        }
        List<String> words = List.of("/usr/bin/cksum", file.toString());
        ShellCommand command = client.shell("hello").command(words.get(0), words.get(1));
        compare(
                "1 GB of a file of the host, read by `cksum`",
                command::execute,
                words,
                List.of(file.getParent()),
                "read");
        Files.delete(file);
    }

    private void compare(String what, Runnable adHoc, List<String> words, List<Path> visible, String bundle) {
        Container container = Container.of(nix.directory(bundle), visible, words);
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("ad hoc", adHoc);
        all.put("bare", () -> nix.bare(words));
        container.runc().ifPresent(run -> all.put("runc", run));
        container.podman(visible, words).ifPresent(run -> all.put("podman", run));
        Map<String, double[]> millis = new LinkedHashMap<>();
        all.keySet().forEach(each -> millis.put(each, new double[ROUNDS]));
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> each : all.entrySet()) {
                // the first one finds in the caches of the processor what another has left there
                each.getValue().run();
                millis.get(each.getKey())[round] = millis(each.getValue());
            }
        }
        double bare = median(millis.get("bare"));
        List<String> cells = new ArrayList<>(List.of(what));
        for (String each : List.of("ad hoc", "bare", "runc", "podman")) {
            double[] times = millis.get(each);
            cells.add(times == null ? "–" : cell(median(times), bare, each.equals("bare")));
        }
        row(cells);
    }

    private static String cell(double millis, double bare, boolean isBare) {
        String time = String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
        double ratio = millis / bare;
        return isBare ? time : time + String.format(Locale.ROOT, ratio < 10 ? " (%.2f ×)" : " (%.0f ×)", ratio);
    }

    private void composition() {
        client.prefetch("cowsay", "hello", "closure-top", "closure-middle").execute();
        ShellCommand together = client.shell("cowsay", "hello", "closure-top").command("hello");
        double first = millis(together::execute);
        double[] later = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            later[round] = millis(together::execute);
        }
        adHoc(String.format(
                Locale.ROOT,
                "three packages together for the first time, each of them in the store | %.0f ms, then %.1f ms",
                first,
                median(later)));
    }

    private void space() {
        long top = client.pathInfo("closure-top").execute().totalSize().bytes();
        long middle = client.pathInfo("closure-middle").execute().totalSize().bytes();
        long both = client.pathInfo("closure-top", "closure-middle")
                .execute()
                .totalSize()
                .bytes();
        adHoc(String.format(
                Locale.ROOT,
                "two packages that need the same third, %,d and %,d bytes with all they need | %,d bytes together",
                top,
                middle,
                both));
    }

    private void cleanUp() {
        List<Path> before = nix.storePaths();
        NixSession session = client.openSession();
        session.run("big").execute().orThrow();
        session.shell("cowsay", "closure-top").script("true").execute().orThrow();
        double millis = millis(session::close);
        SessionReceipt receipt = session.receipt();
        List<Path> left = new ArrayList<>(nix.storePaths());
        left.removeAll(before);
        adHoc(String.format(
                Locale.ROOT,
                "clean-up of what was brought for some runs, %d paths of %,d bytes | %,.0f ms, %d paths left",
                receipt.added().size(),
                receipt.addedSize().bytes(),
                millis,
                left.size()));
    }

    private static void adHoc(String cells) {
        System.out.println("| " + cells + " | – | – | – |");
    }

    private static void row(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
