package io.github.nixadhoc.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void makeMachine() {
        machine = new Machine(folder);
    }

    @Test
    void aMissingNixIsAnErrorAndTheFixInstallsIt() throws Exception {
        assertThat(machine.only(new NixCheck()))
                .returns(Severity.ERROR, Finding::severity)
                .returns("apt-get update && apt-get install -y nix-bin", Finding::fix);
    }

    @Test
    void withoutNixItsFindingsAreMissing() throws Exception {
        for (Check check : new Check[] {
            new SettingsCheck(), new FeaturesCheck(), new StoreCheck(), new DaemonCheck(), new PermissionsCheck(),
            new BuildUsersCheck(), new TrustCheck(), new StoreSpaceCheck(), new SandboxCheck(), new RegistryCheck(),
            new CachesCheck()
        }) {
            assertThat(machine.examine(check)).as(check.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"2.7.0, ERROR", "2.8.0, OK", "2.26.3, OK", "2.34.8, OK", "2.35.0, NOTE", "3.0.0, NOTE"})
    void versionsAreKnownFrom28To234(String version, Severity severity) throws Exception {
        assertThat(machine.nix(version).only(new NixCheck()).severity()).isEqualTo(severity);
    }

    @Test
    void settingsThatNixIgnoresAreWarnedOf() throws Exception {
        machine.nix("2.26.3")
                .settings(
                        "{}",
                        "Ignoring setting 'flake-registry' because experimental feature 'flakes' is not enabled",
                        "something else");

        assertThat(machine.only(new SettingsCheck()))
                .returns(Severity.WARNING, Finding::severity)
                .returns(
                        "Ignoring setting 'flake-registry' because experimental feature 'flakes' is not enabled",
                        Finding::found);
    }

    @Test
    void featuresOfFilesIncludesAndEnvironmentAreAdded() throws Exception {
        machine.nix("2.26.3")
                .file("/etc/nix/nix.conf", "!include more.conf\n# experimental-features = x\n")
                .file("/etc/nix/more.conf", "extra-experimental-features = nix-command\n");
        assertThat(NixConfFiles.features(machine.examined())).containsExactly("nix-command");

        machine.with("NIX_CONFIG", "extra-experimental-features = flakes");
        assertThat(machine.only(new FeaturesCheck()).severity()).isEqualTo(Severity.OK);

        machine.with("NIX_CONFIG", "experimental-features = flakes");
        assertThat(NixConfFiles.features(machine.examined())).containsExactly("flakes");
    }

    @Test
    void aRingOfIncludesEnds() {
        machine.file("/etc/nix/nix.conf", "include nix.conf\nexperimental-features = flakes\n");

        assertThat(NixConfFiles.features(machine.examined())).containsExactly("flakes");
    }

    @Test
    void aDaemonOfAnotherVersionIsNoted() throws Exception {
        machine.nix("2.34.8").store(StoreInfo.of("daemon", NixVersion.parse("2.8.0"), null));

        assertThat(machine.only(new StoreCheck()))
                .returns(Severity.NOTE, Finding::severity)
                .extracting(Finding::found)
                .asString()
                .contains("2.8.0", "2.34.8");
    }

    @Test
    void aStoreElsewhereIsWarnedOfAndItsPasswordNotShown() throws Exception {
        machine.nix("2.34.8").store(StoreInfo.of("https://me:hunter2@example.org?key=hunter2", null, null));

        assertThat(machine.only(new StoreCheck()))
                .returns(Severity.WARNING, Finding::severity)
                .returns("not on this machine: https://example.org", Finding::found);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, 'trusted-users', '[\"root\",\"alice\"]', WARNING",
        "alice, 'trusted-users', '[\"*\"]', WARNING",
        "alice, 'trusted-users', '[\"@wheel\"]', WARNING",
        "alice, 'trusted-users', '[\"@users\"]', WARNING",
        "alice, 'trusted-users', '[\"@other\",\"bob\"]', OK",
        "root, 'trusted-users', '[\"root\"]', OK"
    })
    void trustIsReadFromTheSettingsWhereTheDaemonDoesNotTell(String user, String name, String value, Severity severity)
            throws Exception {
        machine.nix("2.8.0")
                .user(user)
                .file("/etc/group", "root:x:0:\nwheel:x:10:bob,alice\nusers:x:100:\nother:x:101:bob\n")
                .file("/etc/passwd", "alice:x:1000:100::/home/alice:/bin/sh\n")
                .settings("{\"" + name + "\":{\"value\":" + value + "}}")
                .store(StoreInfo.of("daemon", null, null));

        assertThat(machine.only(new TrustCheck()).severity()).isEqualTo(severity);
    }

    @Test
    void rootNeedsUsersToBuildAs() throws Exception {
        machine.nix("2.26.3").user("root").settings("{'build-users-group':{'value':'nixbld'}}");

        machine.file("/etc/group", "root:x:0:\n").file("/etc/passwd", "");
        assertThat(machine.only(new BuildUsersCheck()).found())
                .isEqualTo("there is no group nixbld, so root cannot build");

        machine.file("/etc/group", "nixbld:x:30000:\n");
        assertThat(machine.only(new BuildUsersCheck()).severity()).isEqualTo(Severity.ERROR);

        machine.file("/etc/group", "nixbld:x:30000:nixbld1,nixbld2\n");
        assertThat(machine.only(new BuildUsersCheck()).found()).isEqualTo("2 in the group nixbld");
    }

    @ParameterizedTest
    @CsvSource({"99, ERROR", "100, WARNING", "1023, WARNING", "1024, OK"})
    void freeSpaceIsComparedWithTheSizeOfAPackage(long mebibytes, Severity severity) {
        FreeSpace space = new FreeSpace(ByteSize.of(mebibytes << 20), Path.of("/nix/store"));

        assertThat(space.assess(new StoreSpaceCheck(), "nix-collect-garbage"))
                .extracting(Finding::severity)
                .containsExactly(severity);
    }

    @Test
    void aFolderForTemporaryFilesThatIsNotThereIsAnError() throws Exception {
        machine.with("TMPDIR", folder + "/it's gone");

        assertThat(machine.only(new TemporaryFilesCheck()))
                .returns(Severity.ERROR, Finding::severity)
                .returns("mkdir -p '" + folder + "/it'\\''s gone'", Finding::fix);
    }

    @ParameterizedTest
    @CsvSource({
        "kernel/unprivileged_userns_clone, 0, kernel.unprivileged_userns_clone=1",
        "user/max_user_namespaces, 0, user.max_user_namespaces=15000",
        "kernel/apparmor_restrict_unprivileged_userns, 1, kernel.apparmor_restrict_unprivileged_userns=0"
    })
    void aKernelThatForbidsNamespacesHasAFix(String file, String value, String fix) throws Exception {
        machine.nix("2.26.3").settings("{'sandbox':{'value':true}}").file("/proc/sys/" + file, value + "\n");

        assertThat(machine.only(new NamespacesCheck()))
                .returns(Severity.WARNING, Finding::severity)
                .returns("sudo sysctl -w " + fix, Finding::fix);
    }

    @Test
    void namespacesAreReallyTried() throws Exception {
        machine.file("/bin/unshare", "").with("PATH", machine.path("/bin").toString());
        assertThat(machine.path("/bin/unshare").toFile().setExecutable(true)).isTrue();
        RecordingExecutor executor = RecordingExecutor.create()
                .answer(
                        "unshare",
                        StubResult.stdout("").withExitCode(1).withStderr("unshare failed\n"),
                        StubResult.success());
        machine.starting(executor);

        Finding refused = machine.only(new NamespacesCheck());
        Finding allowed = machine.only(new NamespacesCheck());

        assertThat(refused.severity()).isEqualTo(Severity.NOTE);
        assertThat(refused.evidence()).endsWith("unshare --user --map-root-user true: unshare failed");
        assertThat(allowed.severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aMissingGitIsWarnedOf() throws Exception {
        machine.with("PATH", machine.path("/bin") + "::relative");
        assertThat(machine.only(new GitCheck()).severity()).isEqualTo(Severity.WARNING);

        machine.file("/bin/git", "");
        assertThat(machine.path("/bin/git").toFile().setExecutable(true)).isTrue();
        assertThat(machine.only(new GitCheck()).found())
                .isEqualTo(machine.path("/bin/git").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "C.UTF-8", "C.utf8"})
    void localesThatTheCLibraryHasNeedNoArchive(String locale) throws Exception {
        assertThat(machine.with("LANG", locale).only(new LocaleCheck()).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void anotherLocaleNeedsAnArchive() throws Exception {
        machine.with("LC_CTYPE", "de_DE.UTF-8");
        assertThat(machine.only(new LocaleCheck()).found()).contains("de_DE.UTF-8");

        machine.file("/usr/lib/locale/locale-archive", "");
        assertThat(machine.only(new LocaleCheck()).severity()).isEqualTo(Severity.OK);

        machine.with("LOCALE_ARCHIVE", "/nowhere/locale-archive");
        assertThat(machine.only(new LocaleCheck()))
                .returns(Severity.WARNING, Finding::severity)
                .returns("unset LOCALE_ARCHIVE", Finding::fix);
    }

    @Test
    void aDisplayIsThereIfItsSocketIs() throws Exception {
        assertThat(machine.only(new DisplayCheck()).severity()).isEqualTo(Severity.NOTE);

        machine.with("DISPLAY", ":1.0");
        assertThat(machine.only(new DisplayCheck()).severity()).isEqualTo(Severity.WARNING);

        machine.file("/proc/net/unix", "Num RefCount\n0000: 00000002 0 10000 1 01 17203 @/tmp/.X11-unix/X1\n");
        assertThat(machine.only(new DisplayCheck()).found()).isEqualTo("X11, :1.0");

        machine.with("WAYLAND_DISPLAY", "wayland-0")
                .with("XDG_RUNTIME_DIR", machine.path("/run/user/1000").toString())
                .file("/run/user/1000/wayland-0", "");
        assertThat(machine.only(new DisplayCheck()).found()).isEqualTo("Wayland, wayland-0");
    }

    @Test
    void aDisplayOfAnotherMachineIsTakenAsItIs() throws Exception {
        assertThat(machine.with("DISPLAY", "localhost:10.0")
                        .only(new DisplayCheck())
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void theDriverOfNixosIsEnough() throws Exception {
        assertThat(machine.only(new GraphicsCheck()).found()).startsWith("no GPU");

        machine.file("/dev/dri/renderD128", "");
        assertThat(machine.only(new GraphicsCheck()))
                .returns(Severity.NOTE, Finding::severity)
                .extracting(Finding::fix)
                .asString()
                .contains("nixGL");

        machine.file("/run/opengl-driver/lib/libGL.so", "");
        assertThat(machine.only(new GraphicsCheck()).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void driversOfOtherSystemsAreDistinguished() throws Exception {
        machine.file("/proc/driver/nvidia/version", "");
        assertThat(machine.only(new GraphicsCheck()).found()).startsWith("NVIDIA");

        machine.file("/dev/dxg", "");
        assertThat(machine.only(new GraphicsCheck()).found()).startsWith("WSL");
    }

    @Test
    void graphicalProgramsAreExplained(@TempDir Path root) throws Exception {
        HostSystem host = new HostSystem("Linux", root, "me");
        Files.createDirectories(root.resolve("dev/dri"));
        Files.createFile(root.resolve("dev/dri/renderD128"));
        assertThat(GraphicsCheck.advice(host)).singleElement().asString().contains("Mesa", "nixGL");

        Files.createDirectories(root.resolve("run/opengl-driver"));
        assertThat(GraphicsCheck.advice(host)).isEmpty();
    }

    @Test
    void checksOfLinuxRunOnlyThere() throws Exception {
        machine.system("Mac OS X").nix("2.26.3").settings("{'sandbox':{'value':false}}");

        assertThat(machine.examine(new NamespacesCheck())).isEmpty();
        assertThat(machine.examine(new LocaleCheck())).isEmpty();
        assertThat(machine.examine(new GraphicsCheck())).isEmpty();
        assertThat(machine.only(new SandboxCheck()).severity()).isEqualTo(Severity.NOTE);
    }

    @Test
    void aDaemonIsStartedInTheWayOfTheSystem() {
        assertThat(DaemonCheck.start(machine.examined())).isEqualTo("sudo nix-daemon --daemon &");
        machine.file("/run/systemd/system/x", "");
        assertThat(DaemonCheck.start(machine.examined()))
                .isEqualTo("sudo systemctl restart nix-daemon.socket nix-daemon.service");
        machine.system("Mac OS X");
        assertThat(DaemonCheck.start(machine.examined())).contains("launchctl");
    }

    @Test
    void aBinaryCacheInAFolderNeedsItsDescription() throws Exception {
        Files.createDirectories(machine.path("/cache"));
        machine.nix("2.26.3")
                .settings("{'substituters':{'value':['file://" + machine.path("/cache") + "?trusted=1']}}");
        assertThat(machine.only(new CachesCheck()).severity()).isEqualTo(Severity.WARNING);

        machine.file("/cache/nix-cache-info", "StoreDir: /nix/store\n");
        assertThat(machine.only(new CachesCheck()).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void noBinaryCachesAreNoted() throws Exception {
        machine.nix("2.26.3").settings("{'substituters':{'value':[]}}");
        assertThat(machine.only(new CachesCheck()).severity()).isEqualTo(Severity.NOTE);

        machine.settings("{'substituters':{'value':['https://cache.invalid']},'substitute':{'value':false}}");
        assertThat(machine.only(new CachesCheck()).evidence()).isEqualTo("the setting substitute");
    }

    @Test
    void aFolderOfTheUserThatIsAFileIsAnError() throws Exception {
        machine.file("/home/ada", "a file")
                .with("HOME", machine.path("/home/ada").toString());

        Finding finding = machine.only(new UserFoldersCheck());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("/home/ada is a file");
        assertThat(finding.fix()).contains("set HOME");
    }

    @Test
    void eachFolderWithAVariableOfItsOwnIsExamined() throws Exception {
        machine.file("/cache", "").file("/state", "").file("/home/x", "");
        machine.with("HOME", machine.path("/home").toString())
                .with("XDG_CACHE_HOME", machine.path("/cache").toString())
                .with("XDG_STATE_HOME", machine.path("/state").toString());

        assertThat(machine.examine(new UserFoldersCheck()))
                .extracting(Finding::evidence)
                .containsExactly("XDG_CACHE_HOME", "XDG_STATE_HOME");
    }

    @Test
    void foldersThatCanBeMadeAreFine() throws Exception {
        machine.file("/home/ada/x", "").with("HOME", machine.path("/home/ada").toString());

        assertThat(machine.only(new UserFoldersCheck()).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aSystemWithoutPseudoTerminalsCannotBuild() throws Exception {
        assertThat(machine.only(new PseudoTerminalsCheck()))
                .returns(Severity.ERROR, Finding::severity)
                .extracting(Finding::fix)
                .asString()
                .contains("mount -t devpts devpts /dev/pts");

        machine.file("/dev/ptmx", "").file("/dev/pts/0", "");
        assertThat(machine.only(new PseudoTerminalsCheck()).severity()).isEqualTo(Severity.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "MemAvailable:     102400 kB, oom_kill 0, WARNING, only 100.0 MiB free",
        "MemAvailable:   33000000 kB, oom_kill 0, OK, 31.5 GiB free",
        "MemAvailable:   33000000 kB, oom_kill 3, WARNING, the kernel has killed processes for lack of memory: 3",
        "MemFree:         1000000 kB, oom_kill 1, WARNING, the kernel has killed processes for lack of memory: 1"
    })
    void littleMemoryIsWarnedOf(String memory, String killed, Severity severity, String found) throws Exception {
        machine.file("/proc/meminfo", "MemTotal: 64000000 kB\n" + memory + "\n")
                .file("/sys/fs/cgroup/memory.events", "low 0\nhigh 0\n" + killed + "\n");

        assertThat(machine.only(new MemoryCheck()).severity()).isEqualTo(severity);
        assertThat(machine.only(new MemoryCheck()).found()).startsWith(found);
    }

    @ParameterizedTest
    @CsvSource({
        "'true', 'false', ERROR",
        "'true', 'true', WARNING",
        "relaxed, 'false', WARNING",
        "'false', 'false', NOTE"
    })
    void aSandboxThatCannotBeMadeIsAnErrorWhereBuildsInsistOnIt(String sandbox, String fallback, Severity severity)
            throws Exception {
        machine.nix("2.26.3")
                .settings("{'sandbox':{'value':'" + sandbox + "'},'sandbox-fallback':{'value':" + fallback + "}}")
                .file("/proc/sys/user/max_user_namespaces", "0\n");

        assertThat(machine.only(new NamespacesCheck()).severity()).isEqualTo(severity);
    }
}
