package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs within walls; left out where bubblewrap is not installed, or the kernel does not let it build any. */
class ConfinementIT {

    private NixSandbox sandbox;
    private Path chosen;

    @BeforeEach
    void openSandbox() throws IOException {
        assumeTrue(canConfine(), "bubblewrap is not installed, or cannot work here");
        sandbox = NixSandbox.create();
        chosen = Files.createDirectories(sandbox.root().resolve("chosen"));
    }

    private static boolean canConfine() throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/bwrap"))) {
            return false;
        }
        Process tried = new ProcessBuilder("/usr/bin/bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return tried.onExit().join().exitValue() == 0;
    }

    @AfterEach
    void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private NixClientBuilder confined() {
        return SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(chosen));
    }

    @Test
    void onlyAChosenFolderCanBeWrittenTo() throws IOException {
        Path other = Files.createDirectories(sandbox.root().resolve("other"));
        try (NixClient nix = confined().build()) {
            assertThat(nix.shell("hello")
                            .script("touch here")
                            .directory(other)
                            .execute()
                            .termination()
                            .isSuccess())
                    .isFalse();
            nix.shell("hello")
                    .script("hello > here")
                    .directory(chosen)
                    .execute()
                    .orThrow();
        }
        assertThat(other.resolve("here")).doesNotExist();
        assertThat(chosen.resolve("here")).hasContent("Hello, world!");
    }

    @Test
    void theHostCannotBeMadeWritableAgain() {
        try (NixClient nix = confined().build()) {
            RunResult result =
                    nix.shell("hello").script("/bin/mount -o remount,rw,bind /").execute();

            assertThat(result.termination().isSuccess()).isFalse();
        }
    }

    @Test
    void aServerOnThisMachineIsOutOfReachUnlessTheNetworkIsAllowed() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NixClient without = confined().build();
                NixClient with = SandboxedClient.builder(sandbox)
                        .confinement(Confinement.readOnly().withNetwork())
                        .build()) {
            String script = "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort();

            assertThat(without.shell("hello")
                            .command("/bin/bash", "-c", script)
                            .execute()
                            .termination()
                            .isSuccess())
                    .isFalse();
            assertThat(with.shell("hello")
                            .command("/bin/bash", "-c", script)
                            .execute()
                            .termination()
                            .isSuccess())
                    .isTrue();
        }
    }

    @Test
    void theSocketOfTheDaemonIsNotInside() throws IOException {
        Path sockets = Files.createDirectories(
                Path.of(sandbox.environment().get("NIX_STATE_DIR")).resolve("daemon-socket"));
        Files.writeString(sockets.resolve("socket"), "");
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(sandbox.root()))
                .build()) {
            String inside = nix.shell("hello")
                    .script("ls -A " + sockets + " && echo seen")
                    .text();

            assertThat(inside).isEqualTo("seen");
        }
    }

    @Test
    void argumentsEnvironmentAndInputAreAsWithout() {
        try (NixClient without = SandboxedClient.of(sandbox);
                NixClient with = confined().build()) {
            for (String program : List.of("cmdline", "environ")) {
                String script = "exec /bin/cat /proc/self/" + program + " -";
                assertThat(printed(with, script)).isEqualTo(printed(without, script));
            }
        }
    }

    private static String printed(NixClient nix, String script) {
        return nix.run("print-env")
                        .args("A", "LD_LIBRARY_PATH", "PWD", "OLDPWD")
                        .env("A", "a b\n\"ö")
                        .env("LD_LIBRARY_PATH", "/nowhere")
                        .env("OLDPWD", "/old")
                        .text()
                + nix.shell("hello").script(script).stdin("in\0put").text();
    }

    @Test
    void exitCodesAndSignalsComeThrough() {
        try (NixClient nix = confined().build()) {
            assertThat(nix.run("exit-with").args("42").execute().exitCode()).isEqualTo(42);
            assertThat(nix.run("kill-self").args("KILL").execute().termination())
                    .isEqualTo(new Termination.Signaled(9));
        }
    }

    @Test
    void aTimeoutEndsAllThatIsInside() {
        try (NixClient nix = confined().build()) {
            String mark = "98" + ProcessHandle.current().pid() + System.nanoTime() % 1_000_000;
            RunResult result = nix.shell("hello")
                    .script("/bin/sleep " + mark + " & /bin/sleep " + mark + "; true")
                    .timeout(Duration.ofSeconds(1))
                    .execute();

            assertThat(result.termination()).isInstanceOf(Termination.TimedOut.class);
            assertThat(ProcessHandle.allProcesses()
                            .filter(ProcessHandle::isAlive)
                            .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(mark));
        }
    }

    @Test
    void aPipelineIsConfined() {
        try (NixClient nix = confined().build()) {
            String output = nix.shell("hello", "count-stdin")
                    .pipeline(stages -> stages.command("hello").pipe("count-stdin"))
                    .execute()
                    .stdout();

            assertThat(output.strip()).isEqualTo("14");
        }
    }

    @Test
    void thePolicyIsToldOfIt() {
        List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
        try (NixClient nix = confined()
                .policy(command -> {
                    seen.add(command);
                    return Decision.allow();
                })
                .build()) {
            nix.run("hello").execute().orThrow();
        }
        assertThat(seen.get(0).confinement())
                .isEqualTo(Optional.of("read-only host, writable [" + chosen + "], no network"));
        assertThat(seen.get(0).command().get(0)).endsWith("/bin/hello");
    }

    @Test
    void whereBubblewrapDoesNotWorkNothingRuns() throws IOException {
        Path broken = Files.createDirectories(sandbox.root().resolve("broken"));
        Path bwrap = Files.writeString(broken.resolve("bwrap"), "#!/bin/sh\necho no namespaces >&2\nexit 1\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (NixClient nix = withPath(broken)) {
            assertThatThrownBy(() -> nix.shell("hello")
                            .script("touch here")
                            .directory(chosen)
                            .execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("no namespaces");
        }
        assertThat(chosen.resolve("here")).doesNotExist();
    }

    @Test
    void withoutBubblewrapAnywhereNothingRuns() throws IOException {
        try (NixClient nix = withPath(Files.createDirectories(sandbox.root().resolve("empty")))) {
            assertThatThrownBy(() -> nix.run("hello").execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("bubblewrap");
        }
    }

    private NixClient withPath(Path folder) {
        Map<String, String> environment = new HashMap<>(sandbox.environment());
        environment.put("PATH", folder.toString());
        return SandboxedClient.builder(sandbox, environment)
                .confinement(Confinement.readOnly().writable(chosen))
                .build();
    }

    @Test
    void whoWouldHaveTheTerminalIsRefused() {
        try (NixClient nix = confined().build()) {
            assertThatThrownBy(() -> nix.run("hello").interactive())
                    .isInstanceOf(ConfinementUnavailableException.class);
        }
    }
}
