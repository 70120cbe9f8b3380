package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NixNotInstalledException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of the store, or of Nix as a whole. Mounts and other users need root. */
class StoreFailuresIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aDaemonThatWasNeverStartedIsReportedWithTheCommandThatStartsIt() {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "daemon");
        environment.put(
                "NIX_DAEMON_SOCKET_PATH", sandbox.root().resolve("no-socket").toString());

        requireTheDaemonToBeReportedDead(environment);
    }

    @Test
    void aDeadDaemonIsReportedWithTheCommandThatStartsIt() {
        NixDaemon daemon = NixDaemon.start(sandbox);
        daemon.kill();

        requireTheDaemonToBeReportedDead(daemon.environment());
    }

    @Test
    void aDaemonThatDiesDuringABuildIsReportedAsSuch() {
        NixDaemon daemon = NixDaemon.start(sandbox);
        try (NixClient nix =
                SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            CompletableFuture<RunResult> build = nix.run("endless-build").executeAsync();
            sandbox.processes().awaitStartOf("sleep 1000000");

            daemon.kill();

            Throwable failure = catchThrowable(build::join).getCause();
            assertThat(failure).isExactlyInstanceOf(StoreUnavailableException.class);
            assertThat(((NixException) failure).phase()).contains(Phase.REALISE);
            assertThat(((NixException) failure).hint()).contains("daemon");
        }
    }

    @Test
    void aStoreOfAnotherUserIsReportedAsLackOfPermission() throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        sandbox.build("nixpkgs#hello");
        Path wrapper = nixAsNobody();
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("NIX_REMOTE", "local");
        environment.put("HOME", sandbox.root().resolve("nobody").toString());
        environment.put("XDG_CACHE_HOME", sandbox.root().resolve("nobody").toString());

        try (NixClient nix =
                SandboxedClient.builder(sandbox, environment).nixBinary(wrapper).build()) {
            StoreUnavailableException failure = FailureOf.running(
                    () -> nix.run("cowsay").execute(), StoreUnavailableException.class, Phase.RESOLVE);

            assertThat(failure.hint()).isNotBlank();
            assertThat(failure.command()).startsWith(wrapper.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"2m, big, REALISE", "4k, hello, RESOLVE"})
    void aFullDiskIsReportedAsSuchInEachPhase(String size, String installable, Phase phase) {
        mounted(sandbox.storeDir(), size, () -> {
            try (NixClient nix = SandboxedClient.of(sandbox)) {
                StoreUnavailableException failure =
                        FailureOf.running(() -> nix.run(installable).execute(), StoreUnavailableException.class, phase);

                assertThat(failure.hint()).contains("nix-collect-garbage");
            }
        });
    }

    @Test
    void aNamedNixThatDoesNotExistIsNotInstalled() {
        Path missing = sandbox.root().resolve("no-nix");
        try (NixClient nix = SandboxedClient.builder(sandbox).nixBinary(missing).build()) {
            Throwable failure = catchThrowable(() -> nix.run("hello").execute());

            assertThat(failure)
                    .isExactlyInstanceOf(NixNotInstalledException.class)
                    .hasMessageContaining(missing.toString());
            assertThat(((NixException) failure).hint()).contains("path of the program");
        }
    }

    @Test
    void aNamedNixThatIsNoProgramForThisMachineIsNotInstalled() throws IOException {
        Path broken = executable(sandbox.root().resolve("nix"), "\u007fELF no program at all");
        try (NixClient nix = SandboxedClient.builder(sandbox).nixBinary(broken).build()) {
            Throwable failure = catchThrowable(() -> nix.run("hello").execute());

            assertThat(failure).isExactlyInstanceOf(NixNotInstalledException.class);
            assertThat(((NixException) failure).hint()).isNotBlank();
        }
    }

    /** No environment hides the usual places of Nix, so an empty file covers them for this JVM. */
    @Test
    void withoutNixTheErrorSaysHowToInstallIt() {
        List<String> places = new ArrayList<>();
        for (String place : List.of(
                "/run/current-system/sw/bin/nix",
                "/nix/var/nix/profiles/default/bin/nix",
                "/usr/bin/nix",
                "/usr/local/bin/nix")) {
            if (Files.exists(Path.of(place))) {
                places.add("mount --bind /dev/null " + place);
            }
        }
        places.add("exec \"$@\"");
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.put("PATH", "/no/such/directory::relative");
        List<String> wrapper = List.of(
                "/usr/bin/unshare",
                "--mount",
                "/bin/sh",
                "-c",
                "PATH=/usr/bin:/bin; " + String.join(" && ", places),
                "sh");

        List<String> lines =
                ForkedJvm.in(sandbox).behind(wrapper).with(environment).run("hello");

        assertThat(lines).contains("failure NixNotInstalledException");
        assertThat(lines).anyMatch(line -> line.matches("hint .*(apt-get install -y nix-bin|nixos.org/nix/install).*"));
    }

    private void requireTheDaemonToBeReportedDead(Map<String, String> environment) {
        try (NixClient nix = SandboxedClient.builder(sandbox, environment).build()) {
            StoreUnavailableException failure =
                    FailureOf.running(() -> nix.run("hello").execute(), StoreUnavailableException.class, Phase.RESOLVE);

            assertThat(failure.shortMessage()).contains("socket");
            assertThat(failure.hint()).contains("nix-daemon");
            assertThat(failure.command()).isNotBlank();
        }
    }

    /** A nix and its tools that drop root's rights, in a home of their own. */
    private Path nixAsNobody() throws IOException {
        Path home = Files.createDirectories(sandbox.root().resolve("nobody/nix"));
        Files.copy(sandbox.root().resolve("config/nix/registry.json"), home.resolve("registry.json"));
        run("chown", "-R", "65534:65534", home.getParent().toString());
        Path directory = Files.createDirectories(sandbox.root().resolve("bin"));
        for (String tool : List.of("nix", "nix-store")) {
            executable(
                    directory.resolve(tool),
                    "#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all -- "
                            + sandbox.under().tool(tool) + " \"$@\"\n");
        }
        return directory.resolve("nix");
    }

    private void mounted(Path directory, String size, Runnable action) {
        run("mkdir", "-p", directory.toString());
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
        try {
            action.run();
        } finally {
            run("umount", directory.toString());
        }
    }

    private void run(String... command) {
        Ran.run(
                        List.of(command),
                        Map.of("PATH", "/usr/sbin:/usr/bin:/bin"),
                        Path.of("/"),
                        new byte[0],
                        Duration.ofSeconds(10))
                .requireSuccess();
    }

    private static Path executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
