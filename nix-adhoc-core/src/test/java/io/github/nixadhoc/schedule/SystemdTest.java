package io.github.nixadhoc.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Has the real {@code systemd-analyze} read what is written for systemd. */
class SystemdTest {

    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireSystemd() {
        assumeTrue(
                Files.isExecutable(ANALYZE),
                "there is no " + ANALYZE + " to read the units; -Dnix.install=true installs it");
    }

    static List<GarbageSchedule> schedules() {
        return List.of(
                GarbageSchedule.daily(),
                GarbageSchedule.weekly().olderThan(Duration.ofDays(7)),
                GarbageSchedule.weekly()
                        .on(DayOfWeek.SUNDAY)
                        .at(LocalTime.of(23, 59))
                        .deleteOldGenerations(),
                GarbageSchedule.monthly().at(LocalTime.MIDNIGHT).olderThan(Duration.ofDays(30)));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void systemdAcceptsWhatIsWritten(GarbageSchedule schedule) throws IOException {
        Path units = Files.createDirectories(folder.resolve("units"));
        Path collector = FakeManager.program(folder.resolve("bin/nix-collect-garbage"), "exit 0");
        List<String> command = new ArrayList<>(List.of("verify", "--user"));
        for (ScheduleFile file : rendered(schedule, collector)) {
            Path unit = units.resolve(file.path().getFileName());
            Files.writeString(unit, file.content());
            command.add(unit.toString());
        }

        Ran verified = analyze(command);

        assertThat(verified.exitCode()).as(verified.toString()).isZero();
        assertThat(verified.stderr()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void systemdKnowsTheTime(GarbageSchedule schedule) {
        String timer = rendered(schedule, Path.of("/nix/x")).get(1).content();
        String event = line(timer, "OnCalendar=");

        assertThat(analyze(List.of("calendar", event)).stdout()).containsPattern("Next elapse: \\w+ \\d+");
        assertThat(analyze(List.of("calendar", event)).stdout())
                .as("as systemd itself would write it")
                .containsPattern("(Normalized|Original) form: " + Pattern.quote(event) + "\n");
    }

    /** Where a word is read in another way than it was meant, systemd misses the program and says so. */
    @Test
    void systemdReadsBackAnyPath() throws IOException {
        List<String> command = new ArrayList<>(List.of("verify", "--user"));
        List<String> names = names().distinct().toList();
        for (int i = 0; i < names.size(); i++) {
            Path collector = FakeManager.program(folder.resolve("bin").resolve(names.get(i)), "exit 0");
            Path unit = folder.resolve("case-" + i + ".service");
            Files.writeString(
                    unit, rendered(GarbageSchedule.daily(), collector).get(0).content());
            command.add(unit.toString());
        }

        Ran verified = analyze(command);

        assertThat(verified.stderr()).isEmpty();
        assertThat(verified.exitCode()).isZero();
        assertThat(names).hasSizeGreaterThan(60);
    }

    @Test
    void systemdReportsAnInvalidTime() throws IOException {
        Path collector = FakeManager.program(folder.resolve("a%%b"), "exit 0");
        String unit =
                rendered(GarbageSchedule.daily(), collector).get(0).content().replace("%%%%", "%%");
        Path file = Files.writeString(folder.resolve("case.service"), unit);

        assertThat(analyze(List.of("verify", "--user", file.toString())).stderr())
                .contains("a%b");
    }

    private static Stream<String> names() {
        List<String> named = List.of(
                "a b",
                " a",
                "a ",
                "%h",
                "%%",
                "$HOME",
                "${HOME}",
                "$$",
                "a$",
                "'a'",
                "a'b",
                "\"a\"",
                "a\"b",
                "a\\b",
                "a\\",
                "\\x20",
                "\\n",
                ";",
                "a;b",
                "#a",
                "@a",
                "-a",
                "+a",
                "!a",
                ":a",
                "a=b",
                "ü",
                "日本",
                "a\u00A0b",
                "~",
                "*",
                "{a}",
                "a\"$b",
                "%\\$\"'");
        Random random = new Random(20260101);
        String alphabet = "ab %$\\\"';#@:-+!=ü{}~";
        Stream<String> mixed = IntStream.range(0, 40)
                .mapToObj(i -> random.ints(1 + random.nextInt(8), 0, alphabet.length())
                        .mapToObj(at -> alphabet.substring(at, at + 1))
                        .reduce("", String::concat));
        return Stream.concat(named.stream(), mixed);
    }

    /** systemd takes any argument without a look at it, so what it would start is started. */
    @ParameterizedTest
    @ValueSource(strings = {"a'b", "'a'", "\"", "\\", "a \"$HOME\" \\b", "%h'$$", "'$(exit 1)"})
    void aPathThatSystemdRefusesIsStartedByAShell(String name) {
        Path collector = FakeManager.program(folder.resolve(name), "printf '%s\\n' \"$0 $*\"");
        GarbageSchedule schedule = GarbageSchedule.daily().olderThan(Duration.ofDays(3));
        String exec = line(rendered(schedule, collector).get(0).content(), "ExecStart=");

        assertThat(exec).startsWith("/bin/sh -c ");
        assertThat(Ran.run(SystemdWords.of(exec), Map.of("HOME", "/h"), folder, new byte[0], Duration.ofSeconds(10))
                        .text())
                .isEqualTo(collector + " --delete-older-than 3d");
    }

    private static String line(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElseThrow();
    }

    private static List<ScheduleFile> rendered(GarbageSchedule schedule, Path collector) {
        return schedule.nixCollectGarbage(collector)
                .environment(Map.of("HOME", "/home/ada"))
                .render(ScheduleKind.SYSTEMD_USER_TIMER);
    }

    private Ran analyze(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"));
        environment.put("HOME", folder.toString());
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        return Ran.run(command, environment, folder, new byte[0], Duration.ofSeconds(30));
    }
}
