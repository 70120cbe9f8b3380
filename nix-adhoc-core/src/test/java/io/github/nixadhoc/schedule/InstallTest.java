package io.github.nixadhoc.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.FileConflictException;
import io.github.nixadhoc.error.ServiceManagerException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs on machines whose systemctl is a fake. */
class InstallTest {

    private static final String TIMER = "nix-adhoc-collect-garbage.timer";
    private static final String NOBODY_THERE = "echo 'Failed to connect to bus: No medium found' >&2; exit 1";

    @TempDir
    private Path folder;

    private FakeManager machine;
    private Map<String, String> before;
    private Map<String, String> filesBefore;
    private GarbageSchedule schedule;

    @BeforeEach
    void start() {
        machine = FakeManager.create(folder.resolve("machine"), "systemctl", "exit 0");
        before = machine.tree();
        filesBefore = machine.files();
        schedule = machine.keeping(
                GarbageSchedule.weekly().olderThan(Duration.ofDays(7)).kind(ScheduleKind.SYSTEMD_USER_TIMER));
    }

    private Path unit(String name) {
        return machine.home().resolve(".config/systemd/user").resolve(name);
    }

    private Path timer() {
        return unit(TIMER);
    }

    @Test
    void itWritesTheFilesAndEnablesTheTimer() {
        Installation installation = schedule.install();

        assertThat(installation.active()).isTrue();
        assertThat(installation.leftToDo()).isEmpty();
        assertThat(installation.files()).isEqualTo(schedule.render());
        assertThat(installation.written())
                .containsExactlyElementsOf(
                        schedule.render().stream().map(ScheduleFile::path).toList());
        assertThat(installation.files())
                .allSatisfy(file -> assertThat(file.path()).content().isEqualTo(file.content()));
        assertThat(machine.calls()).containsExactly("--user daemon-reload", "--user enable --now " + TIMER);
        assertThat(installation.calls()).hasSize(2);
    }

    @Test
    void installingAgainWritesNothing() throws IOException {
        schedule.install();
        Object inode = Files.getAttribute(timer(), "unix:ino");

        Installation again = schedule.install();

        assertThat(again.written()).isEmpty();
        assertThat(again.active()).isTrue();
        assertThat(Files.getAttribute(timer(), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void theResultOfTheSameInstallationIsEqual() {
        Installation first = schedule.install();
        Installation second = schedule.install();

        assertThat(second).isNotEqualTo(first);
        assertThat(schedule.install())
                .isEqualTo(second)
                .hasSameHashCodeAs(second)
                .hasToString(second.toString());
    }

    @Test
    void anotherScheduleReplacesTheFirst() {
        schedule.install();

        Installation second = machine.keeping(GarbageSchedule.daily().kind(ScheduleKind.SYSTEMD_USER_TIMER))
                .install();

        assertThat(second.written()).hasSize(2);
        assertThat(timer()).content().contains("OnCalendar=*-*-* 03:15:00");
        assertThat(schedule.status().files()).containsEntry(timer(), FileState.OTHER);
    }

    @Test
    void withoutAManagerTheRemainingStepsAreListed() {
        machine.does(NOBODY_THERE);

        Installation installation = schedule.install();

        assertThat(installation.active()).isFalse();
        assertThat(timer()).exists();
        assertThat(installation.leftToDo())
                .containsExactly(
                        "systemctl --user daemon-reload && systemctl --user enable --now " + TIMER,
                        "loginctl enable-linger " + System.getProperty("user.name"));
        assertThat(installation.toString()).contains("not active yet", "wrote " + timer(), "left to do: systemctl");
    }

    @Test
    void withoutSystemctlTheRemainingStepsAreListed() throws IOException {
        Files.delete(folder.resolve("machine/bin/systemctl"));

        Installation installation = schedule.install();

        assertThat(installation.active()).isFalse();
        assertThat(installation.calls()).isEmpty();
        assertThat(installation.leftToDo()).isNotEmpty();
    }

    @Test
    void aManagerThatRefusesIsAFailure() {
        machine.does("case \"$*\" in *enable*) echo 'Access denied' >&2; exit 4;; esac");

        assertThatThrownBy(schedule::install).isInstanceOfSatisfying(ServiceManagerException.class, e -> {
            assertThat(e.command()).endsWith("systemctl --user enable --now " + TIMER);
            assertThat(e.log()).containsExactly("Access denied");
            assertThat(e).hasMessageContaining("4");
        });
    }

    @Test
    void theWaitForAHangingManagerEnds() {
        machine.does("exec /bin/sleep 1000000");
        long start = System.nanoTime();

        assertThatThrownBy(schedule.timeout(Duration.ofMillis(300))::install)
                .isInstanceOf(TimedOutException.class)
                .hasMessageContaining("daemon-reload");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waits.LIMIT);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        machine.does("exec /bin/sleep 60");
        Thread.currentThread().interrupt();

        assertThatThrownBy(schedule::install).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFileOfTheUserIsNotOverwritten() throws IOException {
        Files.createDirectories(timer().getParent());
        Files.writeString(timer(), "[Timer]\nOnCalendar=daily\n");
        before = machine.tree();

        assertThatThrownBy(schedule::install).isInstanceOfSatisfying(FileConflictException.class, e -> {
            assertThat(e.file()).isEqualTo(timer());
            assertThat(e)
                    .hasMessageContaining("does not come from this library")
                    .hasMessageContaining("replaceExisting");
        });
        assertThat(machine.tree()).isEqualTo(before);
        assertThat(machine.calls()).isEmpty();
    }

    @Test
    void aFileThatTheUserHasEditedIsNotOverwritten() throws IOException {
        schedule.install();
        edit();
        before = machine.tree();

        assertThatThrownBy(schedule.at(LocalTime.NOON)::install)
                .isInstanceOf(FileConflictException.class)
                .hasMessageContaining("has been edited");
        assertThat(machine.tree()).isEqualTo(before);
    }

    @Test
    void aLinkOfTheUserIsNotReplaced() throws IOException {
        schedule.install();
        Path elsewhere = Files.move(timer(), machine.home().resolve("dotfile"));
        Files.createSymbolicLink(timer(), elsewhere);

        assertThatThrownBy(schedule::install).isInstanceOf(FileConflictException.class);
        assertThat(timer()).isSymbolicLink();
    }

    @Test
    void aDirectoryThatIsALinkIsFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(machine.home().resolve("dotfiles"));
        Files.createDirectories(timer().getParent().getParent());
        Files.createSymbolicLink(timer().getParent(), elsewhere);
        before = machine.tree();

        schedule.install();
        assertThat(elsewhere.resolve(TIMER)).isRegularFile();

        schedule.uninstall();
        assertThat(machine.tree()).isEqualTo(before);
    }

    @Test
    void generatedFilesAreReplaced() throws IOException {
        schedule.install();
        edit();

        schedule.replaceExisting().install();

        assertThat(schedule.status().isCurrent()).isTrue();
    }

    private void edit() throws IOException {
        Files.writeString(timer(), Files.readString(timer()).replace("1h", "2h"));
    }

    @Test
    void aFailureAtTheSecondFileRemovesTheFirst() throws IOException {
        Path inTheWay = timer();
        Files.createDirectories(inTheWay.resolve("with something in it"));
        before = machine.tree();

        assertThatThrownBy(schedule.replaceExisting()::install).hasMessageContaining("could not write " + inTheWay);
        assertThat(machine.tree()).isEqualTo(before);
    }

    @Test
    void uninstallingLeavesTheFilesOfTheHomeAsTheyWere() throws IOException {
        schedule.install();

        Removal removal = schedule.uninstall();

        assertThat(machine.files()).isEqualTo(filesBefore);
        assertThat(removal.deleted()).contains(timer(), unit("nix-adhoc-collect-garbage.service"));
        assertThat(machine.calls().subList(2, 4))
                .containsExactly("--user disable --now " + TIMER, "--user daemon-reload");
    }

    @Test
    void anEmptyFolderOfTheUserStays() throws IOException {
        Files.createDirectories(timer().getParent());
        before = machine.tree();
        schedule.install();

        Removal removal = schedule.uninstall();

        assertThat(machine.tree()).isEqualTo(before);
        assertThat(removal.leftToDo()).isEmpty();
        assertThat(removal.toString()).startsWith("removed\n").contains("deleted " + timer(), "ran ");
    }

    @Test
    void anUnreachableManagerLeavesTheRestToThePerson() {
        schedule.install();
        machine.does(NOBODY_THERE);

        Removal removal = schedule.uninstall();

        assertThat(timer()).doesNotExist();
        assertThat(removal.leftToDo())
                .containsExactly("systemctl --user stop " + TIMER + " && systemctl --user daemon-reload");
        assertThat(removal.toString()).contains("left to do: systemctl --user stop");
    }

    @Test
    void aMaskedUnitIsReportedInTheWordsOfTheManager() {
        machine.does("case \"$*\" in *enable*) echo 'Failed to enable unit: Unit file is masked.' >&2; exit 1;; esac");

        assertThatThrownBy(schedule::install)
                .hasMessageStartingWith(
                        "systemctl ended with exit code 1: Failed to enable unit: Unit file is masked.");
    }

    @Test
    void uninstallingLeavesOtherUnitsOfTheUser() throws IOException {
        Files.createDirectories(timer().getParent());
        Files.writeString(unit("backup.timer"), "[Timer]\n");
        before = machine.tree();
        schedule.install();

        schedule.uninstall();

        assertThat(machine.tree()).isEqualTo(before);
    }

    @Test
    void withoutAManagerTheLinkThatEnabledTheTimerGoesToo() throws IOException {
        machine.does(NOBODY_THERE);
        schedule.install();
        Path link = unit("timers.target.wants/" + TIMER);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, timer());

        schedule.uninstall();

        assertThat(machine.files()).isEqualTo(filesBefore);
    }

    @Test
    void uninstallingWithoutAScheduleDoesNothing() {
        assertThat(schedule.uninstall().deleted()).isEmpty();
        assertThat(machine.calls()).isEmpty();
    }

    @Test
    void aFileOfTheUserIsNeverDeleted() throws IOException {
        schedule.install();
        Files.writeString(timer(), "[Timer]\nOnCalendar=daily\n");

        schedule.replaceExisting().uninstall();

        assertThat(timer()).hasContent("[Timer]\nOnCalendar=daily\n");
        assertThat(unit("nix-adhoc-collect-garbage.service")).doesNotExist();
        assertThat(machine.calls()).noneMatch(call -> call.contains("disable"));
    }

    @Test
    void aFileThatTheUserHasEditedIsNotDeleted() throws IOException {
        schedule.install();
        edit();
        Map<String, String> installed = machine.tree();

        assertThatThrownBy(schedule::uninstall).isInstanceOf(FileConflictException.class);
        assertThat(machine.tree()).isEqualTo(installed);

        schedule.replaceExisting().uninstall();
        assertThat(machine.files()).isEqualTo(filesBefore);
    }

    @Test
    void filesStayIfTheManagerDoesNotStopTheUnit() {
        schedule.install();
        machine.does("echo no >&2; exit 1");

        assertThatThrownBy(schedule::uninstall).isInstanceOf(ServiceManagerException.class);
        assertThat(timer()).exists();
    }

    @Test
    void theStatusIsWhatTheManagerSays() {
        schedule.install();
        machine.does("""
                echo ActiveState=active
                echo UnitFileState=enabled
                echo 'NextElapseUSecRealtime=Mon 2026-11-23 03:15:00 UTC'""");

        ScheduleStatus status = schedule.status();

        assertThat(status.isInstalled()).isTrue();
        assertThat(status.isCurrent()).isTrue();
        assertThat(status.active()).isTrue();
        assertThat(status.nextRun()).contains(Instant.parse("2026-11-23T03:15:00Z"));
        assertThat(status)
                .hasToString("active, next run 2026-11-23T03:15:00Z\n  current "
                        + unit("nix-adhoc-collect-garbage.service") + "\n  current " + timer());
    }

    @Test
    void aTimerThatIsDisabledIsNotActive() {
        schedule.install();
        machine.does("echo ActiveState=inactive; echo UnitFileState=disabled; echo NextElapseUSecRealtime=n/a");

        ScheduleStatus status = schedule.status();

        assertThat(status.active()).isFalse();
        assertThat(status.nextRun()).isEmpty();
        assertThat(status.isInstalled()).isTrue();
    }

    @Test
    void withoutAManagerTheFilesDecideTheStatus() throws IOException {
        machine.does(NOBODY_THERE);
        assertThat(schedule.status().files().values()).containsExactly(FileState.ABSENT, FileState.ABSENT);
        schedule.install();
        assertThat(schedule.status().files().values()).containsExactly(FileState.CURRENT, FileState.CURRENT);
        edit();

        ScheduleStatus status = schedule.status();

        assertThat(status.files().values()).containsExactly(FileState.CURRENT, FileState.EDITED);
        assertThat(status.active()).isFalse();
        assertThat(status.isInstalled()).isTrue();
        assertThat(status.isCurrent()).isFalse();
    }

    @Test
    void aNixosModuleIsForItsOwnerToImport() {
        Installation installation = schedule.kind(ScheduleKind.NIXOS_MODULE).install();

        assertThat(installation.active()).isFalse();
        assertThat(machine.calls()).isEmpty();
        assertThat(installation.leftToDo())
                .containsExactly(
                        "add to the configuration of the system: imports = [ \"" + machine.home()
                                + "/.config/nix-adhoc/collect-garbage.nix\" ];",
                        "sudo nixos-rebuild switch");
        assertThat(schedule.kind(ScheduleKind.NIXOS_MODULE).uninstall().leftToDo())
                .hasSize(2);
        assertThat(machine.files()).isEqualTo(filesBefore);
    }

    @Test
    void nothingTemporaryIsLeftBehind() throws IOException {
        schedule.install();

        try (var files = Files.list(timer().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(List.of("nix-adhoc-collect-garbage.service", TIMER));
        }
    }
}
