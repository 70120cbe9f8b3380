package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import io.github.nixadhoc.result.Diagnosis;
import io.github.nixadhoc.testkit.BinaryCacheServer;
import io.github.nixadhoc.testkit.CacheBehaviour;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DoctorIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aHealthyNixHasNoErrors() {
        Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox));

        assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
        assertThat(the("nix", diagnosis).found())
                .startsWith(sandbox.under().version())
                .endsWith(sandbox.under().binary().toString());
        assertThat(the("store", diagnosis).found()).isEqualTo("single-user, " + sandbox.storeDir());
        assertThat(the("registry", diagnosis).found()).isEqualTo(SandboxedClient.emptyRegistry(sandbox));
        assertThat(Stream.of("nix", "settings", "store", "permissions", "store space", "registry"))
                .allSatisfy(
                        check -> assertThat(the(check, diagnosis).severity()).isEqualTo(Severity.OK));
        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.severity() == Severity.OK)
                .allSatisfy(finding -> assertThat(finding.fix()).isEmpty());
        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.severity() != Severity.OK)
                .allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty());
    }

    @Test
    void aHealthyNixNeedsFewProcesses() {
        NixCalls calls = new NixCalls();
        try (NixClient nix = SandboxedClient.builder(sandbox).executor(calls).build()) {
            nix.doctor().execute();

            // processes are most of its cost: less than a second on an idle machine
            assertThat(calls.ofNix()).hasSizeLessThanOrEqualTo(4);
            assertThat(calls.programs()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void theSandboxOfBuildsIsReportedByTheSettings() {
        assertThat(the("sandbox", examine(SandboxedClient.builder(sandbox))).severity())
                .isEqualTo(Severity.WARNING);
        assertThat(the("sandbox", examine(SandboxedClient.builder(sandbox).option("sandbox", "true"))))
                .returns(Severity.OK, Finding::severity)
                .returns("", Finding::fix);
    }

    @Test
    void theFeaturesOfAPromptAreThoseOfTheFilesAndNotOfThisLibrary() {
        assertThat(the("features", examine(SandboxedClient.builder(sandbox))).severity())
                .isEqualTo(Severity.NOTE);

        sandbox.configure("experimental-features = nix-command flakes");

        assertThat(the("features", examine(SandboxedClient.builder(sandbox))).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void aSettingThatNixDoesNotKnowIsNamed() {
        sandbox.configure("subsituters = https://example.org");

        Finding settings = the("settings", examine(SandboxedClient.builder(sandbox)));

        assertThat(settings.severity()).isEqualTo(Severity.WARNING);
        assertThat(settings.found()).contains("unknown setting 'subsituters'");
    }

    @Test
    void settingsThatCannotBeReadAreAnError() {
        sandbox.configure("this is no setting");

        Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox));

        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(diagnosis.problems().get(0).found()).contains("nix.conf");
    }

    @Test
    void aDaemonThatListensIsReported() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox, daemon.environment()));

            assertThat(the("store", diagnosis).found()).isEqualTo("multi-user, " + sandbox.storeDir());
            assertThat(the("daemon", diagnosis))
                    .isEqualTo(Finding.of(
                            "daemon", Severity.OK, "listens", daemon.socket().toString(), ""));
            assertThat(names(diagnosis)).contains("trusted user").doesNotContain("permissions", "build users");
        }
    }

    @Test
    void aDaemonThatWasKilledIsAnErrorAndTheFixStartsIt() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            daemon.kill();

            Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox, daemon.environment()));

            assertThat(diagnosis.isHealthy()).isFalse();
            assertThat(the("store", diagnosis).severity()).isEqualTo(Severity.ERROR);
            assertThat(the("daemon", diagnosis).severity()).isEqualTo(Severity.ERROR);
            assertThat(the("daemon", diagnosis).found()).startsWith("is dead");
            assertThat(the("daemon", diagnosis).fix()).contains("nix-daemon");
        }
    }

    @Test
    void aDaemonThatTakesConnectionsAndDoesNotAnswerHangs() throws IOException {
        Path socket = Files.createDirectories(sandbox.stateDir().resolve("daemon-socket"))
                .resolve("socket");
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "daemon");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                NixClient nix = SandboxedClient.builder(sandbox, environment).build()) {
            assertThat(silent.bind(UnixDomainSocketAddress.of(socket)).isOpen()).isTrue();

            Diagnosis diagnosis = Waits.withEnoughTime(
                    Duration.ofSeconds(6),
                    limit -> nix.doctor().timeout(limit).execute(),
                    ended -> the("nix", ended).severity() == Severity.OK);

            assertThat(the("nix", diagnosis).severity()).isEqualTo(Severity.OK);
            assertThat(the("store", diagnosis).found()).isEqualTo("cannot be opened: the daemon does not answer");
            assertThat(the("daemon", diagnosis).found()).startsWith("hangs");
            assertThat(List.of(
                            the("store", diagnosis).fix(),
                            the("daemon", diagnosis).fix()))
                    .allMatch(fix -> fix.contains("nix-daemon"));
        }
    }

    @Test
    void aDirectoryThatCannotBeAStoreIsReportedAsSuch() {
        Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox).store("/proc/nixstore"));

        assertThat(the("nix", diagnosis).severity()).isEqualTo(Severity.OK);
        assertThat(the("store", diagnosis).severity()).isEqualTo(Severity.ERROR);
        assertThat(the("store", diagnosis).found())
                .startsWith("cannot be opened: ")
                .contains("/proc/nixstore");
        assertThat(the("store", diagnosis).fix()).contains("a directory that this user can make");
    }

    @Test
    void aNixThatAnswersNonsenseIsReportedWithoutTheWordsOfAParser() throws IOException {
        Diagnosis diagnosis = examine(NixClient.builder().nixBinary(script("echo /nonsense")));

        assertThat(the("nix", diagnosis).found()).isEqualTo("Nix did not say who it is: its answer is no JSON");
    }

    @Test
    void aDaemonThatWasNeverStartedIsAnError() {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "daemon");

        Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox, environment));

        assertThat(the("daemon", diagnosis))
                .returns(Severity.ERROR, Finding::severity)
                .returns("does not run", Finding::found)
                .returns("there is no " + sandbox.stateDir().resolve("daemon-socket/socket"), Finding::evidence);
    }

    @Test
    void aStoreInADirectoryIsReported() {
        Path directory = sandbox.root().resolve("own");

        Diagnosis diagnosis = examine(SandboxedClient.builder(sandbox).store(directory.toString()));

        assertThat(the("store", diagnosis).found()).startsWith("in a directory of its own, " + directory);
        assertThat(the("permissions", diagnosis).severity()).isEqualTo(Severity.OK);
        assertThat(the("user namespaces", diagnosis).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aBinaryCacheThatAnswersIsReached() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            sandbox.configure(cache.settings());

            Finding found = the("binary cache", examine(SandboxedClient.builder(sandbox)));

            assertThat(found.severity()).isEqualTo(Severity.OK);
            assertThat(found.found())
                    .startsWith("reached in ")
                    .endsWith(cache.uri().toString());
            assertThat(cache.requests()).contains("/nix-cache-info");
        }
    }

    @Test
    void eachBinaryCacheIsAFinding() throws IOException {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            cache.behave(CacheBehaviour.hanging());
            Path elsewhere = Files.createDirectories(sandbox.root().resolve("files"));
            Files.writeString(elsewhere.resolve("nix-cache-info"), "StoreDir: /nix/store\n");
            sandbox.configure("substituters = " + cache.uri() + " " + cache.uri() + "/. " + cache.uri()
                    + "/x http://127.0.0.1:1 file://" + elsewhere
                    + " file:///nowhere?trusted=1 s3://bucket?secret=hunter2");

            List<Finding> found = examine(SandboxedClient.builder(sandbox)).findings().stream()
                    .filter(finding -> finding.check().equals("binary cache"))
                    .toList();

            assertThat(found)
                    .extracting(Finding::found)
                    .containsExactlyInAnyOrder(
                            "cannot be reached: " + cache.uri() + ", no answer within 2500 ms",
                            "cannot be reached: " + cache.uri() + "/., no answer within 2500 ms",
                            "cannot be reached: " + cache.uri() + "/x, it answers with status 404",
                            "cannot be reached: http://127.0.0.1:1, nobody listens there",
                            "file://" + elsewhere,
                            "is not there: file:///nowhere",
                            "not tried: s3://bucket");
        }
    }

    @Test
    void allBinaryCachesAreAskedAtTheSameTime() {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            // a single request is never answered
            CountDownLatch asked = new CountDownLatch(3);
            cache.behave((exchange, file) -> {
                asked.countDown();
                Waits.stickAt(asked);
                CacheBehaviour.honest().answer(exchange, file);
            });
            sandbox.configure("substituters = " + cache.uri() + " " + cache.uri() + "/. " + cache.uri() + "/./.");

            assertThat(examine(SandboxedClient.builder(sandbox)).findings())
                    .filteredOn(finding -> finding.check().equals("binary cache"))
                    .hasSize(3)
                    .noneMatch(finding -> finding.found().contains("no answer"));
        }
    }

    @Test
    void aBinaryCacheForAnotherStoreIsReported() throws IOException {
        try (BinaryCacheServer cache = BinaryCacheServer.publish(sandbox, "nixpkgs#hello")) {
            Files.writeString(cache.directory().resolve("nix-cache-info"), "StoreDir: /nix/store\n");
            sandbox.configure(cache.settings());

            Finding found = the("binary cache", examine(SandboxedClient.builder(sandbox)));

            assertThat(found.severity()).isEqualTo(Severity.WARNING);
            assertThat(found.found())
                    .contains("/nix/store")
                    .contains(sandbox.storeDir().toString());
        }
    }

    @Test
    void aRegistryThatCannotBeDownloadedIsAWarning() {
        Finding found = the(
                "registry",
                examine(SandboxedClient.builder(sandbox)
                        .option("flake-registry", "http://user:hunter2@127.0.0.1:1/registry.json")));

        assertThat(found.severity()).isEqualTo(Severity.WARNING);
        assertThat(found.found())
                .isEqualTo("cannot be downloaded: http://127.0.0.1:1/registry.json, nobody listens there");
    }

    @Test
    void aMissingNixIsAFinding() {
        Diagnosis diagnosis = examine(NixClient.builder().nixBinary(Path.of("/nowhere/nix")));

        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(the("nix", diagnosis).severity()).isEqualTo(Severity.ERROR);
        assertThat(the("nix", diagnosis).found()).contains("/nowhere/nix");
        assertThat(the("nix", diagnosis).fix()).isNotEmpty();
        assertThat(names(diagnosis)).contains("git", "temporary files").doesNotContain("store", "binary cache");
    }

    @Test
    void withoutNixTheFixInstallsIt() {
        assumeThat(System.getProperty("user.name"))
                .as("only root can hide the system's Nix")
                .isEqualTo("root");
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("PATH", "/no/such/directory");
        String hide = "for nix in /usr/bin/nix /usr/local/bin/nix /run/current-system/sw/bin/nix"
                + " /nix/var/nix/profiles/default/bin/nix; do"
                + " if [ -e $nix ]; then /bin/mount --bind /dev/null $nix || exit 1; fi; done; exec \"$@\"";

        List<String> lines = ForkedJvm.in(sandbox)
                .behind(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", hide, "sh"))
                .with(environment)
                .main(DoctorMain.class)
                .run();

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ERROR|nix|Nix is not installed")
                        .matches(".*(apt-get install -y nix-bin|nixos.org/nix/install).*"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("WARNING|git|"));
    }

    @Test
    void aClientWithoutNixCanBeExamined() {
        Diagnosis diagnosis = examine(NixClient.builder().withoutNix());

        assertThat(the("nix", diagnosis).found()).contains("withoutNix()");
        assertThat(names(diagnosis)).contains("git", "display");
    }

    @Test
    void aNixThatFailsIsAFinding() throws IOException {
        Diagnosis diagnosis = examine(NixClient.builder().nixBinary(script("echo broken >&2; exit 1")));

        assertThat(the("nix", diagnosis).severity()).isEqualTo(Severity.ERROR);
        assertThat(the("nix", diagnosis).found()).contains("does not work as a nix does");
        assertThat(the("nix", diagnosis).fix()).isNotEmpty();
    }

    @Test
    void aNixThatIsNoProgramIsAFinding() throws IOException {
        Path binary = Files.write(sandbox.root().resolve("nix"), new byte[] {0x7f, 'E', 'L', 'F', 0});
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(the("nix", examine(NixClient.builder().nixBinary(binary))).severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void aNixThatHangsIsAFindingInTime() throws IOException {
        try (NixClient nix = NixClient.builder()
                .nixBinary(script("trap '' TERM; while :; do sleep 1; done"))
                .build()) {
            long start = System.nanoTime();

            Diagnosis diagnosis = Waits.withEnoughTime(
                    Duration.ofMillis(1500),
                    limit -> nix.doctor().timeout(limit).execute(),
                    ended -> names(ended).containsAll(List.of("git", "locale")));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Waits.LIMIT);
            assertThat(the("nix", diagnosis).severity()).isGreaterThanOrEqualTo(Severity.WARNING);
            assertThat(names(diagnosis)).contains("git", "locale");
        }
    }

    @Test
    void aNixThatHangsAndCanBeStoppedIsAnError() throws IOException {
        try (NixClient nix =
                NixClient.builder().nixBinary(script("exec sleep 100")).build()) {
            Finding found = Waits.withEnoughTime(
                    Duration.ofSeconds(2),
                    limit -> the("nix", nix.doctor().timeout(limit).execute()),
                    nixFinding -> nixFinding.severity() == Severity.ERROR);

            assertThat(found.severity()).isEqualTo(Severity.ERROR);
            assertThat(found.found()).isEqualTo("Nix does not answer");
        }
    }

    @Test
    void aCancelStopsTheExamination() throws Exception {
        Path pid = sandbox.root().resolve("pid");
        try (NixClient nix = NixClient.builder()
                .nixBinary(script("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 100"))
                .build()) {
            CompletableFuture<Diagnosis> future = nix.doctor().executeAsync();
            Waits.until(() -> Files.exists(pid));
            future.cancel(true);

            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .ifPresent(process -> Waits.forResult(process.onExit()));
        }
    }

    @Test
    void closingTheClientEndsIt() throws Exception {
        Path started = sandbox.root().resolve("started");
        NixClient nix = NixClient.builder()
                .nixBinary(script("touch " + started + "; exec sleep 100"))
                .build();
        CompletableFuture<Diagnosis> future = nix.doctor().executeAsync();
        Waits.until(() -> Files.exists(started));
        nix.close();

        assertThatThrownBy(() -> Waits.forResult(future)).isInstanceOf(CancelledException.class);
    }

    @Test
    void aStateThatMayNotBeWrittenToIsAnError() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can be somebody else")
                .isEqualTo("root");
        sandbox.nix("path-info", "--all");
        openToOthers();

        List<String> lines = asNobody(sandbox.environment());

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ERROR|permissions|nobody may not write to " + sandbox.storeDir())
                        .contains("|sudo chown -R nobody " + sandbox.storeDir()));
    }

    @Test
    void aSocketBehindAFolderOfAGroupNeedsThatGroup() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can be somebody else")
                .isEqualTo("root");
        sandbox.nix("path-info", "--all");
        openToOthers();
        Path folder = Files.createDirectories(sandbox.stateDir().resolve("daemon-socket"));
        Files.setAttribute(
                folder,
                "posix:group",
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("users"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "daemon");

        assertThat(asNobody(environment))
                .contains("ERROR|daemon|nobody may not talk to it|sudo usermod -aG users nobody, then log in again");
    }

    @Test
    void anOrdinaryUserOfADaemonIsNotTrusted() throws IOException {
        assertThat(trustInNobody()).startsWith("OK|trusted user|nobody is not trusted by the daemon|");
    }

    @Test
    void aTrustedUserLearnsWhatTrustMeans() throws IOException {
        sandbox.configure("trusted-users = root nobody");

        assertThat(trustInNobody()).startsWith("WARNING|trusted user|nobody is trusted by the daemon: ");
    }

    private String trustInNobody() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can be somebody else")
                .isEqualTo("root");
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            openToOthers();
            return asNobody(daemon.environmentOfNobody()).stream()
                    .filter(line -> line.contains("|trusted user|"))
                    .findFirst()
                    .orElse("");
        }
    }

    private void openToOthers() throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> asNobody(Map<String, String> environment) {
        return ForkedJvm.in(sandbox)
                .behind(NixDaemon.AS_NOBODY)
                .with(environment)
                .main(DoctorMain.class)
                .run(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox));
    }

    private Path script(String text) throws IOException {
        Path script = Files.writeString(sandbox.root().resolve("nix"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static Diagnosis examine(NixClientBuilder client) {
        try (NixClient nix = client.build()) {
            return nix.doctor().execute();
        }
    }

    private static Finding the(String check, Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding of " + check + ":\n" + diagnosis));
    }

    private static List<String> names(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::check).toList();
    }
}
