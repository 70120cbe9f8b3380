package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Confined programs; skipped where bubblewrap is not installed, or the kernel does not allow user namespaces. */
class ConfinementIT {

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private static final NixSandbox sandbox = confined.sandbox();
    private static final Path chosen = confined.chosen();

    @AfterEach
    void clear() throws IOException {
        confined.clear("other", "link", "broken", "home/.ssh");
    }

    private static NixClientBuilder confined() {
        return confined.builder();
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
        } finally {
            // other tests would mistake it for that of a daemon
            Files.delete(sockets.resolve("socket"));
        }
    }

    /** Without the blocked and ignored signals, which are those of bubblewrap, and without PWD, which it sets. */
    @Test
    void argumentsEnvironmentInputAndDirectoryAreAsWithout() {
        try (NixClient without = SandboxedClient.of(sandbox);
                NixClient with = confined().build()) {
            assertThat(shown(with)).isEqualTo(shown(without)).contains("--dev-bind", "A.B-C=");
        }
    }

    private String shown(NixClient nix) {
        return nix.run("show")
                .args("--bind", "/", "/", "--", "-x", "", "A=b", "--dev-bind", "a b\n*", "ü")
                .env("A", "a b\n\"ö")
                .env("A.B-C", "$HOME `id`")
                .env("EMPTY", "")
                .env("LD_LIBRARY_PATH", "/nowhere")
                .env("LD_SDK_KEY", "token")
                .env("OLDPWD", "/old")
                .env("_", "x")
                .directory(chosen)
                .stdin("in\0put")
                .text()
                .replace('\0', '\n')
                .lines()
                .filter(line -> !line.startsWith("PWD=") && !line.startsWith("environ "))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void noArgumentContainsAValueOfTheEnvironment() {
        try (NixClient nix = confined().build();
                RunningProgram program = nix.shell("hello")
                        .script("/bin/cat /proc/self/environ; echo; exec /bin/cat")
                        .secretEnv("LD_SDK_KEY", "a-token")
                        .secretEnv("TOKEN", "a-token")
                        .openStdin()
                        .start()) {
            try (Stream<String> lines = program.lines()) {
                assertThat(lines.findFirst().orElse("")).contains("LD_SDK_KEY=a-token");
            }
            assertThat(sandbox.processes().running()).isNotEmpty().noneMatch(line -> line.contains("a-token"));
        }
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
            // so that only the program's time counts
            nix.shell("hello").script("true").execute().orThrow();
            RunResult result = Waits.withEnoughTime(
                    Duration.ofSeconds(1),
                    limit -> nix.shell("hello")
                            .script("/bin/sleep " + mark + " & /bin/sleep " + mark + "; true")
                            .timeout(limit)
                            .execute());

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
    void thePolicySeesTheConfinement() {
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
    void nothingRunsIfBubblewrapDoesNotWork() throws IOException {
        Path broken = Files.createDirectories(sandbox.root().resolve("broken"));
        Path bwrap = Files.writeString(broken.resolve("bwrap"), "#!/bin/sh\necho no namespaces >&2\nexit 1\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> withPath(broken))
                .as("at once, when the client is built")
                .isInstanceOf(ConfinementUnavailableException.class)
                .hasMessageContaining("no namespaces");

        Files.move(bwrap, broken.resolve("later"));
        try (NixClient nix = withPath(broken)) {
            Files.move(broken.resolve("later"), bwrap);
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
    void nothingRunsIfTheConfinementNoLongerWorks() throws IOException {
        Path other = Files.createDirectories(sandbox.root().resolve("other"));
        try (NixClient nix = breaking(other)) {
            for (ShellCommand command : List.of(
                    nix.shell("hello"),
                    nix.shell("hello").mergeStderr(),
                    nix.shell("hello").discardOutput())) {
                Files.createDirectories(other);
                assertThatThrownBy(() ->
                                command.script("touch here").directory(chosen).execute())
                        .isInstanceOf(ConfinementUnavailableException.class)
                        .hasMessageContaining("nothing runs")
                        .hasMessageContaining(other.toString());
            }
        }
        assertThat(chosen.resolve("here")).doesNotExist();
    }

    @Test
    void aStageThatCanNoLongerBeConfinedIsReported() throws IOException {
        Path other = Files.createDirectories(sandbox.root().resolve("other"));
        try (NixClient nix = breaking(other)) {
            Pipeline pipeline = nix.shell("hello", "count-stdin")
                    .pipeline(stages -> stages.command("hello").pipe("count-stdin"));

            assertThatThrownBy(pipeline::execute).isInstanceOf(ConfinementUnavailableException.class);
        }
    }

    /** Executor that deletes a folder directly before it starts a program. */
    private NixClient breaking(Path folder) {
        CommandExecutor real = CommonsExecExecutor.create();
        return SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(chosen, folder))
                .executor(new CommandExecutor() {
                    @Override
                    public RunningProcess start(ProcessSpec spec) {
                        breakFor(spec);
                        return real.start(spec);
                    }

                    @Override
                    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
                        stages.forEach(this::breakFor);
                        return real.startPipeline(stages);
                    }

                    private void breakFor(ProcessSpec spec) {
                        if (spec.command().contains("--chdir")) {
                            folder.toFile().delete();
                        }
                    }
                })
                .build();
    }

    @Test
    void aProgramThatPrintsWordsOfBubblewrapHasRun() throws IOException {
        try (NixClient nix = confined().build()) {
            RunResult result = nix.shell("hello")
                    .script(
                            "echo \"bwrap: Can't find source path $PWD: No such file or directory\" >&2; rmdir \"$PWD\"; exit 1")
                    .directory(Files.createDirectories(chosen.resolve("in")))
                    .execute();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr()).startsWith("bwrap: ");
            assertThat(chosen.resolve("in")).doesNotExist();
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
    void aFolderCanBeChosenByALinkThatIsSeenInside() throws IOException {
        Path link = Files.createSymbolicLink(sandbox.root().resolve("link"), chosen);
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(link))
                .build()) {
            nix.shell("hello").script("hello > " + link + "/here").execute().orThrow();
        }
        assertThat(chosen.resolve("here")).exists();
    }

    @Test
    void aMissingChosenFolderIsReportedBeforeAnythingIsBuilt() {
        Set<?> before = sandbox.storePaths();
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(chosen.resolve("none")))
                .build()) {
            assertThatThrownBy(() -> nix.run("count-stdin").execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining(chosen.resolve("none").toString());
        }
        assertThat(sandbox.storePaths()).isEqualTo(before);
    }

    @Test
    void hiddenFilesStayHiddenIfTheWholeHostIsWritable() throws IOException {
        Path key = Files.createDirectories(sandbox.root().resolve("home/.ssh")).resolve("id");
        Files.writeString(key, "key");
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .confinement(Confinement.readOnly().writable(Path.of("/"), chosen))
                .build()) {
            String inside = nix.shell("hello")
                    .script("ls -A " + key.getParent() + " /run; echo x > " + chosen + "/here")
                    .text();

            assertThat(inside).doesNotContain("id").contains("/run:");
        }
        assertThat(chosen.resolve("here")).exists();
    }

    @Test
    void aRunInAHiddenFolderShowsNothingOfIt() throws IOException {
        Path hidden = Files.createDirectories(sandbox.root().resolve("home/.ssh"));
        Files.createDirectories(hidden.resolve("keys"));
        try (NixClient nix = confined().build()) {
            assertThat(nix.shell("hello").script("ls -A").directory(hidden).text())
                    .isEmpty();
            assertThat(nix.shell("hello")
                            .script("ls -A")
                            .directory(Path.of("/tmp"))
                            .text())
                    .doesNotContain("chosen");
            assertThatThrownBy(() -> nix.shell("hello")
                            .script("ls -A")
                            .directory(hidden.resolve("keys"))
                            .execute())
                    .isInstanceOf(ConfinementUnavailableException.class)
                    .hasMessageContaining("hidden");
        }
    }
}
