package io.github.nixadhoc;

import io.github.nixadhoc.testkit.LargeFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the costs of a search of 120,000 packages, beside the {@code nix search} of the same Nix. Needs git and GNU
 * time.
 *
 * <pre>
 * mvn -q test-compile exec:java@search-figures -pl nix-adhoc-core -Dnix.binary=/usr/bin/nix
 * </pre>
 */
final class SearchFigures {

    private static final int COLD = 2;
    private static final int WARM = 400;
    private static final int UNMEASURED = 100;
    private static final String HEAP = "-Xmx64m";

    /** A search, and its name in the table. */
    enum Kind {
        NAME("by name", "package-7734[12]$"),
        DESCRIPTION("by description", "number 77341, described"),
        ALL("all", "^");

        private final String title;
        private final String regex;

        Kind(String title, String regex) {
            this.title = title;
            this.regex = regex;
        }
    }

    private record Cost(double millis, long peakKilobytes) {}

    private final NixSandbox sandbox;
    private final String flake;

    private SearchFigures(NixSandbox sandbox, String flake) {
        this.sandbox = sandbox;
        this.flake = flake;
    }

    public static void main(String[] args) throws IOException {
        try (NixSandbox sandbox = NixSandbox.create()) {
            new SearchFigures(sandbox, LargeFlake.create(sandbox)).print();
        }
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%nNix %s, Java %s (%s), %d processors; %,d packages; milliseconds (peak memory in MB)%n%n",
                sandbox.under().version(),
                System.getProperty("java.version"),
                HEAP,
                Runtime.getRuntime().availableProcessors(),
                LargeFlake.PACKAGES);
        System.out.println("| search | nix cold | nix warm | cold | new JVM | warm, median | warm, p95 | cold ratio"
                + " | warm ratio | JVM peak |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Kind kind : Kind.values()) {
            Cost nixCold = best(() -> nix(kind, true));
            Cost nixWarm = best(() -> nix(kind, false));
            List<List<String>> cold = new ArrayList<>();
            for (int i = 0; i < COLD; i++) {
                forgetIndexes();
                cold.add(ours(kind, 0));
            }
            double first = cold.stream()
                    .mapToDouble(lines -> number(lines, "first"))
                    .min()
                    .orElseThrow();
            List<String> warm = ours(kind, WARM);
            double peak = Math.max(
                    number(warm, "peak"),
                    cold.stream()
                            .mapToDouble(lines -> number(lines, "peak"))
                            .max()
                            .orElseThrow());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f (%d) | %.0f (%d) | %.0f | %.0f | %.2f | %.2f | %.1f × | %.0f × | %.0f |%n",
                    kind.title,
                    nixCold.millis(),
                    nixCold.peakKilobytes() / 1024,
                    nixWarm.millis(),
                    nixWarm.peakKilobytes() / 1024,
                    first,
                    number(warm, "first"),
                    number(warm, "median"),
                    number(warm, "p95"),
                    nixCold.millis() / first,
                    nixWarm.millis() / number(warm, "median"),
                    peak / 1024);
        }
    }

    private interface Measurement {

        Cost take();
    }

    private static Cost best(Measurement measurement) {
        Cost best = measurement.take();
        for (int i = 1; i < COLD; i++) {
            Cost next = measurement.take();
            best = next.millis() < best.millis() ? next : best;
        }
        return best;
    }

    private Cost nix(Kind kind, boolean cold) {
        if (cold) {
            delete(sandbox.root().resolve("cache/nix"));
        }
        Path figures = sandbox.root().resolve("time.out");
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/time", "--format", "%M", "--output", figures.toString()));
        command.addAll(sandbox.nixCommand("search", "--quiet", "--json", flake, kind.regex));
        long start = System.nanoTime();
        Ran ran = Ran.run(command, sandbox.environment(), sandbox.root(), new byte[0], Duration.ofMinutes(2));
        double millis = (System.nanoTime() - start) / 1e6;
        if (ran.stdout().length() < 10) {
            throw new IllegalStateException("nothing found: " + command);
        }
        try {
            return new Cost(millis, Long.parseLong(Files.readString(figures).strip()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void forgetIndexes() {
        delete(sandbox.root().resolve("cache/nix-adhoc"));
        delete(sandbox.root().resolve("cache/nix"));
    }

    private void delete(Path folder) {
        Ran.run(
                List.of("rm", "-rf", folder.toString()),
                sandbox.environment(),
                sandbox.root(),
                new byte[0],
                Duration.ofMinutes(1));
    }

    private List<String> ours(Kind kind, int times) {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        // It overrides the command line, which would disable the better compiler.
        environment.put("_JAVA_OPTIONS", HEAP + " -XX:TieredStopAtLevel=4");
        return ForkedJvm.in(sandbox)
                .main(Searching.class)
                .with(environment)
                .run(
                        flake,
                        sandbox.under().binary().toString(),
                        SandboxedClient.emptyRegistry(sandbox),
                        kind.regex,
                        String.valueOf(times));
    }

    private static double number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + lines));
    }

    /** Searches in a JVM of its own. */
    static final class Searching {

        private Searching() {}

        public static void main(String[] args) throws IOException {
            try (NixClient nix = NixClient.builder()
                    .nixBinary(Path.of(args[1]))
                    .option("flake-registry", args[2])
                    .build()) {
                SearchCommand search = nix.search(args[3]).in(args[0]);
                System.out.println("first " + millis(search));
                int times = Integer.parseInt(args[4]);
                double[] millis = new double[times];
                for (int i = -UNMEASURED; i < times; i++) {
                    double one = times == 0 ? 0 : millis(search);
                    if (i >= 0) {
                        millis[i] = one;
                    }
                }
                if (times > 0) {
                    Arrays.sort(millis);
                    System.out.println("median " + millis[times / 2]);
                    System.out.println("p95 " + millis[times * 95 / 100]);
                }
            }
            String status = Files.readString(Path.of("/proc/self/status"));
            System.out.println("peak " + status.replaceAll("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1"));
        }

        private static double millis(SearchCommand search) {
            long start = System.nanoTime();
            List<PackageHit> hits = search.execute();
            double millis = (System.nanoTime() - start) / 1e6;
            if (hits.isEmpty() || hits.get(hits.size() - 1).pname().isEmpty()) {
                throw new IllegalStateException("nothing found");
            }
            return millis;
        }
    }
}
