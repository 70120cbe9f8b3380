package io.github.nixadhoc.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarbageScheduleTest {

    private static final Path COLLECTOR = Path.of("/nix/var/nix/profiles/default/bin/nix-collect-garbage");
    private static final GarbageSchedule WEEKLY = GarbageSchedule.weekly()
            .olderThan(Duration.ofDays(7))
            .nixCollectGarbage(COLLECTOR)
            .environment(Map.of("HOME", "/home/ada"));

    @ParameterizedTest
    @EnumSource
    void theWrittenScheduleIsRecognised(ScheduleKind kind) throws IOException {
        for (ScheduleFile file : WEEKLY.render(kind)) {
            assertThat(file.content())
                    .isEqualTo(golden(file.path().getFileName().toString()));
        }
    }

    private static String golden(String name) throws IOException {
        try (var resource = GarbageScheduleTest.class.getResourceAsStream(name)) {
            assertThat(resource).as(name).isNotNull();
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void eachKindHasItsPlace() {
        assertThat(paths(WEEKLY, ScheduleKind.SYSTEMD_USER_TIMER))
                .containsExactly(
                        "/home/ada/.config/systemd/user/nix-adhoc-collect-garbage.service",
                        "/home/ada/.config/systemd/user/nix-adhoc-collect-garbage.timer");
        assertThat(paths(WEEKLY, ScheduleKind.LAUNCHD_AGENT))
                .containsExactly("/home/ada/Library/LaunchAgents/io.github.nixadhoc.collect-garbage.plist");
        assertThat(paths(WEEKLY, ScheduleKind.NIXOS_MODULE))
                .containsExactly("/home/ada/.config/nix-adhoc/collect-garbage.nix");
    }

    @Test
    void systemdLooksWhereTheUserKeepsSettings() {
        GarbageSchedule elsewhere = WEEKLY.environment(Map.of("HOME", "/home/ada", "XDG_CONFIG_HOME", "/etc/ada"));

        assertThat(paths(elsewhere, ScheduleKind.SYSTEMD_USER_TIMER))
                .allMatch(path -> path.startsWith("/etc/ada/systemd/user/"));
    }

    @Test
    void aRelativeFolderForSettingsDoesNotCount() {
        GarbageSchedule relative = WEEKLY.environment(Map.of("HOME", "/home/ada", "XDG_CONFIG_HOME", "config"));

        assertThat(paths(relative, ScheduleKind.SYSTEMD_USER_TIMER))
                .allMatch(path -> path.startsWith("/home/ada/.config/systemd/user/"));
    }

    @Test
    void withoutAHomeTheScheduleIsRefused() {
        assertThatThrownBy(() -> WEEKLY.environment(Map.of()).render())
                .isInstanceOf(NixException.class)
                .hasMessageContaining("HOME");
    }

    private static List<String> paths(GarbageSchedule schedule, ScheduleKind kind) {
        return schedule.render(kind).stream()
                .map(file -> file.path().toString())
                .toList();
    }

    @Test
    void generationsStayByDefault() {
        assertThat(service(GarbageSchedule.daily())).endsWith("/nix-collect-garbage");
        assertThat(service(GarbageSchedule.daily().deleteOldGenerations()))
                .endsWith("/nix-collect-garbage --delete-old");
        assertThat(service(GarbageSchedule.daily().deleteOldGenerations().olderThan(Duration.ofHours(48))))
                .endsWith("/nix-collect-garbage --delete-older-than 2d");
    }

    private static String service(GarbageSchedule schedule) {
        return schedule.nixCollectGarbage(COLLECTOR)
                .environment(Map.of("HOME", "/home/ada"))
                .render(ScheduleKind.SYSTEMD_USER_TIMER)
                .get(0)
                .content()
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-24H", "PT23H", "PT36H", "P1DT1S"})
    void anAgeIsInWholeDays(String age) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GarbageSchedule.weekly().olderThan(Duration.parse(age)))
                .withMessageContaining("whole days");
    }

    @Test
    void aTimeHasNoSeconds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GarbageSchedule.daily().at(LocalTime.of(1, 2, 3)))
                .withMessageContaining("seconds");
    }

    @Test
    void onlyAWeekHasDays() {
        assertThatIllegalStateException()
                .isThrownBy(() -> GarbageSchedule.daily().on(DayOfWeek.SUNDAY))
                .withMessageContaining("daily at 03:15");
    }

    @Test
    void aPathWithANewlineIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GarbageSchedule.daily().nixCollectGarbage(Path.of("/a\nExecStart=/b")));
    }

    @Test
    void theCollectorIsBesideTheNixOnPath(@TempDir Path folder) {
        FakeManager.program(folder.resolve("nix"), "exit 0");
        Path collector = FakeManager.program(folder.resolve("nix-collect-garbage"), "exit 0");

        assertThat(GarbageSchedule.daily()
                        .environment(Map.of("HOME", "/home/ada", "PATH", "/nowhere:" + folder))
                        .render(ScheduleKind.SYSTEMD_USER_TIMER)
                        .get(0)
                        .content())
                .contains("ExecStart=" + collector + "\n");
    }

    @Test
    void aCollectorThatIsNotThereIsNotInstalled(@TempDir Path folder) {
        FakeManager machine = FakeManager.create(folder, "systemctl", "exit 0");
        var before = machine.tree();
        GarbageSchedule schedule = machine.keeping(GarbageSchedule.daily()).nixCollectGarbage(folder.resolve("none"));

        assertThatThrownBy(schedule::install).isInstanceOf(NixNotInstalledException.class);
        assertThat(machine.tree()).isEqualTo(before);
    }

    @Test
    void equalityIsByContent() {
        assertThat(GarbageSchedule.weekly().olderThan(Duration.ofDays(7)))
                .isEqualTo(GarbageSchedule.weekly().olderThan(Duration.ofDays(7)))
                .hasSameHashCodeAs(GarbageSchedule.weekly().olderThan(Duration.ofDays(7)))
                .isNotEqualTo(GarbageSchedule.weekly().olderThan(Duration.ofDays(8)))
                .isNotEqualTo(
                        GarbageSchedule.weekly().olderThan(Duration.ofDays(7)).replaceExisting())
                .hasToString("weekly on Monday at 03:15: nix-collect-garbage --delete-older-than 7d");
    }
}
