package io.github.nixadhoc.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingLong;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints how the code is arranged, in numbers: {@code mvn -q test-compile exec:java@house-figures -pl nix-adhoc-core}.
 *
 * <p>Imports run upward if they name a package whose row in ARCHITECTURE.md stands above that of the importing file.
 */
public final class HouseFigures {

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(" + Pattern.quote(Checkout.ROOT) + "[.a-z0-9]*)\\.[A-Z]");

    private HouseFigures() {}

    public static void main(String... args) throws IOException {
        Map<Path, String> sources = sources();
        JavaClasses classes = Checkout.mainClasses();
        printRoot(classes);
        printCycles(Arrows.between(classes));
        printImports(sources);
        printRooms(sources);
        Path readme = Checkout.module().resolveSibling("README.md");
        print("lines of README.md", Checkout.read(readme).lines().count() + "");
    }

    private static Map<Path, String> sources() throws IOException {
        Path directory = Checkout.mainSources().resolve(Checkout.ROOT.replace('.', '/'));
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .forEach(file -> sources.put(directory.relativize(file), Checkout.read(file)));
        }
        return sources;
    }

    private static void printRoot(JavaClasses classes) {
        List<Boolean> inRoot = classes.stream()
                .filter(type -> type.getPackageName().equals(Checkout.ROOT) && type.isTopLevelClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .toList();
        long hidden = inRoot.stream().filter(isPublic -> !isPublic).count();
        print("files in the root package, not public", inRoot.size() + ", " + hidden);
    }

    private static void printCycles(Arrows arrows) {
        print("largest cycles of classes", sizes(arrows.classCycles()));
        print("largest cycles of packages", sizes(arrows.packageCycles()));
        print(
                "arrows between packages",
                arrows.packages().values().stream().mapToInt(Set::size).sum() + "");
    }

    private static String sizes(List<Set<String>> cycles) {
        return cycles.isEmpty()
                ? "none"
                : cycles.stream().limit(5).map(cycle -> cycle.size() + "").collect(joining(", "));
    }

    private static void printImports(Map<Path, String> sources) {
        RoomTable table =
                RoomTable.parse(Checkout.ROOT, Checkout.read(Checkout.module().resolve("ARCHITECTURE.md")));
        long[] counts = new long[2];
        sources.forEach((file, text) -> IMPORT.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(used -> !used.equals(room(file)))
                .forEach(used -> {
                    counts[0]++;
                    counts[1] += table.isUpward(room(file), used) ? 1 : 0;
                }));
        print("imports between packages, upward", counts[0] + ", " + counts[1]);
    }

    private static void printRooms(Map<Path, String> sources) {
        long all = sources.values().stream().mapToLong(HouseFigures::lines).sum();
        String largest = sources.entrySet().stream()
                .collect(groupingBy(source -> room(source.getKey()), summingLong(source -> lines(source.getValue()))))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(5)
                .map(room -> "%s %d %%".formatted(room.getKey(), Math.round(100.0 * room.getValue() / all)))
                .collect(joining(", "));
        print("largest packages, by lines", largest);
        Map<String, Long> files = sources.keySet().stream().collect(groupingBy(HouseFigures::room, counting()));
        print("packages, files, lines", files.size() + ", " + sources.size() + ", " + all);
    }

    private static String room(Path file) {
        Path directory = file.getParent();
        return directory == null
                ? Checkout.ROOT
                : Checkout.ROOT + "." + directory.toString().replace('/', '.');
    }

    private static long lines(String text) {
        return text.lines().count();
    }

    private static void print(String figure, String value) {
        System.out.printf("%-40s %s%n", figure, value);
    }
}
