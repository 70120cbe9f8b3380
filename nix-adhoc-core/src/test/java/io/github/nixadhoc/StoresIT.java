package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stores behind each kind of address. Another user needs root. */
class StoresIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void anEmptyNixConfIsEnough() throws IOException {
        Files.writeString(sandbox.root().resolve("etc/nix.conf"), "");
        try (NixClient nix = SandboxedClient.builder(sandbox)
                // needed where root has no group of build users, and where Nix's own sandbox lacks /bin/sh
                .option("build-users-group", "")
                .option("sandbox", "false")
                .option("substituters", "")
                .build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.shell("t1", "t2").command("which-one").text()).isEqualTo("t1");
        }
    }

    @Test
    void aDaemonServesTheUserWhoOwnsTheStore() {
        try (NixDaemon daemon = NixDaemon.start(sandbox);
                NixClient nix =
                        SandboxedClient.builder(sandbox, daemon.environment()).build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.run("closure-top").execute().closureSize().bytes()).isGreaterThan(100_000);
        }
    }

    @Test
    void aDaemonServesAPlainUser() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            List<String> lines = ForkedJvm.in(sandbox)
                    .asNobody(daemon)
                    .run("registry=" + SandboxedClient.emptyRegistry(sandbox), "cowsay", "hello from nobody");

            assertThat(lines).contains("exit code 0").anyMatch(line -> line.contains("< hello from nobody >"));
            assertThat(lines)
                    .anyMatch(line ->
                            line.startsWith("store path " + sandbox.storeDir()) && line.endsWith("-cowsay-1.0"));
        }
    }

    @Test
    void aPlainUserOfADaemonLearnsWhyABuildFailed() {
        try (NixDaemon daemon = NixDaemon.start(sandbox)) {
            List<String> lines = ForkedJvm.in(sandbox)
                    .asNobody(daemon)
                    .run("registry=" + SandboxedClient.emptyRegistry(sandbox), "build-fails");

            assertThat(lines).contains("failure BuildFailedException");
            assertThat(lines).anyMatch(line -> line.contains("make: *** [all] Error 7"));
        }
    }

    @Test
    void aStoreInAnotherDirectoryIsFilledFromACacheAndItsProgramsRun() {
        String path = publishRelocated();
        Path store = sandbox.root().resolve("other");
        try (NixClient nix = SandboxedClient.builder(sandbox, relocated())
                .store(store.toString())
                .build()) {
            RunResult result = nix.run(path).args("a b", "", "c=d", "$HOME").execute();

            assertThat(result.stdout()).isEqualTo("from " + path + "/bin/greet: <a b> <> <c=d> <$HOME> \n");
            assertThat(result.stderr()).isEmpty();
            assertThat(result.storePaths()).extracting(Object::toString).containsExactly(path);
            assertThat(result.program()).isEqualTo(Path.of(path, "bin/greet"));
            assertThat(result.closureSize().bytes()).isPositive();
            assertThat(store.resolve(path.substring(1)).resolve("bin/greet")).exists();
            assertThat(Path.of(path)).doesNotExist();
        }
    }

    @Test
    void aProgramInAStoreInAnotherDirectorySeesTheSameAsElsewhere() {
        String path = publishRelocated();
        try (NixClient nix = SandboxedClient.builder(sandbox, relocated())
                .store(sandbox.root().resolve("other").toString())
                .build()) {
            Map<String, String> expected = new TreeMap<>(relocated());
            expected.put("EXTRA", "a=b c");
            String environment = nix.shell(path)
                    .command("/usr/bin/env")
                    .env("EXTRA", "a=b c")
                    .text();
            expected.put("PATH", path + "/bin:" + expected.get("PATH"));

            assertThat(environment.lines().filter(line -> !line.startsWith("_=")))
                    .containsExactlyInAnyOrderElementsOf(
                            expected.entrySet().stream().map(Object::toString).toList());
            assertThat(nix.run(path).stdin("typed").args("--cat").text()).isEqualTo("typed");
            assertThat(nix.run(path).args("--exit").execute().exitCode()).isEqualTo(3);
            assertThat(nix.run(path).args("--pwd").directory(sandbox.root()).text())
                    .isEqualTo(sandbox.root().toString());
            assertThat(nix.shell(path).script("greet; exit 4").execute().exitCode())
                    .isEqualTo(4);
        }
    }

    @Test
    void anAppOfAFlakeRunsInAStoreInAnotherDirectory() throws IOException {
        String flake = "path:" + flakeWithoutBuild() + "#greet";
        try (NixClient nix = SandboxedClient.builder(sandbox, relocated())
                .store(sandbox.root().resolve("other").toString())
                .build()) {
            RunResult result = nix.run(flake).args("you").execute();

            assertThat(result.stdout()).contains("<you>");
            assertThat(result.program().toString()).startsWith("/nix/store/");
            assertThat(result.storePaths())
                    .extracting(Object::toString)
                    .allMatch(path -> path.startsWith("/nix/store/"));
        }
    }

    @Test
    void aProgramInAStoreInAnotherDirectoryIsStoppedWhenItsTimeIsUp() {
        String path = publishRelocated();
        try (NixClient nix = SandboxedClient.builder(sandbox, relocated())
                .store(sandbox.root().resolve("other").toString())
                .build()) {
            nix.run(path).execute();

            RunResult result = Waits.withEnoughTime(
                    Duration.ofSeconds(2),
                    limit -> nix.run(path).args("--sleep").timeout(limit).execute());

            assertThat(result.exitCode()).isEqualTo(143);
            assertThat(sandbox.processes().running()).isEmpty();
        }
    }

    @Test
    void aPlainUserRunsProgramsInAStoreOfTheirOwn() throws IOException {
        String path = publishRelocated();
        Path home = sandbox.root().resolve("nobody");

        List<String> lines = ForkedJvm.in(sandbox)
                .with(relocated())
                .asNobodyIn(home)
                .run("store=" + home.resolve("own"), "registry=" + SandboxedClient.emptyRegistry(sandbox), path, "me");

        assertThat(lines).contains("exit code 0", "store path " + path, "stdout from " + path + "/bin/greet: <me> ");
    }

    /** Returns the sandbox's environment, but with store paths in /nix/store. */
    private Map<String, String> relocated() {
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.keySet().removeAll(List.of("NIX_STORE_DIR", "NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
        return environment;
    }

    /** Puts a package into a signed cache that the sandbox uses; nothing has to be built for it. */
    private String publishRelocated() {
        try {
            Path secret = sandbox.root().resolve("secret");
            Path key = sandbox.root().resolve("public");
            sandbox.tool("nix-store", "--generate-binary-cache-key", "test-1", secret.toString(), key.toString())
                    .requireSuccess();
            String from = sandbox.root().resolve("published").toString();
            Path cache = sandbox.root().resolve("cache-of-relocated");
            String path = nix("--store", from, "store", "add-path", "--name", "greet-1.0", tree().toString())
                    .text()
                    .strip();
            nix("--store", from, "copy", "--to", "file://" + cache + "?secret-key=" + secret, path)
                    .requireSuccess();
            sandbox.configure("substituters = file://" + cache, "trusted-public-keys = " + Files.readString(key));
            return path;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path flakeWithoutBuild() throws IOException {
        Path flake = tree();
        Files.writeString(flake.resolve("flake.nix"), """
                {
                  outputs = { self }: {
                    apps.%s.greet = { type = "app"; program = "${self}/bin/greet"; };
                  };
                }
                """.formatted(FixtureFlake.system()));
        return flake;
    }

    private Path tree() throws IOException {
        Path tree = sandbox.root().resolve("tree");
        Path program = Files.createDirectories(tree.resolve("bin")).resolve("greet");
        Files.writeString(program, """
                #!/bin/sh
                case "$1" in
                  --cat) exec cat ;;
                  --exit) exit 3 ;;
                  --pwd) exec pwd ;;
                  --sleep) sleep 1000000 ;;
                esac
                printf 'from %s: ' "$0"
                printf '<%s> ' "$@"
                echo
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return tree;
    }

    private Ran nix(String... arguments) {
        List<String> command = new ArrayList<>(sandbox.nixCommand(arguments));
        return run(relocated(), command.toArray(String[]::new));
    }

    private static Ran run(Map<String, String> environment, String... command) {
        Ran ran = Ran.run(List.of(command), environment, Path.of("/"), new byte[0], Duration.ofSeconds(30));
        ran.requireSuccess();
        return ran;
    }
}
