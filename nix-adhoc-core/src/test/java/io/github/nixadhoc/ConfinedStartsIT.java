package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.error.ConfinementUnavailableException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.NixDaemon;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confined programs, in each of the ways to start one. */
class ConfinedStartsIT {

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private static NixClient nix;

    @BeforeAll
    static void buildWalls() {
        nix = confined.closing(confined.builder().build());
    }

    @AfterEach
    void clear() throws IOException {
        confined.clear("other");
    }

    private static ShellCommand script(String text) {
        return nix.shell("hello").script(text).directory(confined.chosen());
    }

    private static Path written(String name) {
        return confined.chosen().resolve(name);
    }

    @Test
    void backgroundProcessesOfAProgramEndWithIt() {
        RunResult result = script(
                        "setsid /bin/sh -c '/bin/sleep 7654321 & /bin/sleep 7654321' >/dev/null 2>&1 & /bin/sleep 0.1")
                .execute();

        assertThat(result.exitCode()).isZero();
        Waits.until(() -> !runs("/bin/sleep 7654321"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "stop", "timeout", "close"})
    void aProcessThatLeftItsSessionEndsToo(String way) {
        String script = "setsid -f /bin/sh -c 'trap \"\" TERM HUP; while :; do /bin/sleep 9.82; done' >/dev/null 2>&1;"
                + " trap '' TERM; echo ready; ";
        ShellCommand command = script(
                        script + (way.equals("end") ? "/bin/sleep 0.1" : "while :; do /bin/sleep 9.82; done"))
                .env("PATH", "/usr/bin:/bin")
                .gracePeriod(Duration.ofMillis(100));
        switch (way) {
            case "end" -> command.execute().orThrow();
            case "timeout" ->
                assertThat(Waits.withEnoughTime(
                                        Duration.ofSeconds(1),
                                        limit -> command.timeout(limit).execute(),
                                        ended -> ended.stdout().contains("ready"))
                                .termination())
                        .isInstanceOf(Termination.TimedOut.class);
            default -> {
                try (NixClient other = confined.builder().build()) {
                    RunningProgram program = other.shell("hello")
                            .script(script + "while :; do /bin/sleep 9.82; done")
                            .env("PATH", "/usr/bin:/bin")
                            .gracePeriod(Duration.ofMillis(100))
                            .start();
                    Waits.until(() -> program.output().text().contains("ready") && runs("/bin/sleep 9.82"));
                    if (way.equals("stop")) {
                        assertThat(program.stop().termination()).isEqualTo(new Termination.Cancelled(true));
                        Waits.until(() -> !runs("/bin/sleep 9.82"));
                    }
                }
            }
        }
        Waits.until(() -> !runs("/bin/sleep 9.82"));
    }

    @Test
    void aStopLetsTheProgramCleanUp() throws IOException {
        try (RunningProgram program = script(
                        "trap 'echo cleaned > cleaned; exit 3' TERM; echo ready; /bin/sleep 7654322 & wait")
                .start()) {
            Waits.until(() -> program.output().text().contains("ready"));

            RunResult result = program.stop();

            assertThat(result.termination()).isEqualTo(new Termination.Cancelled(false));
        }
        assertThat(written("cleaned")).exists();
        assertThat(runs("/bin/sleep 7654322")).isFalse();
    }

    @Test
    void aProgramThatIgnoresTheStopIsKilledWithAllThatIsInside() {
        try (RunningProgram program = script("trap '' TERM; echo ready; while :; do /bin/sleep 765432.3; done")
                .gracePeriod(Duration.ofMillis(200))
                .start()) {
            Waits.until(() -> program.output().text().contains("ready"));

            assertThat(program.stop().termination()).isEqualTo(new Termination.Cancelled(true));
        }
        assertThat(runs("/bin/sleep 765432.3")).isFalse();
    }

    @Test
    void aSignalReachesTheProgram() {
        try (RunningProgram program = script(
                        "trap 'echo got it; exit 5' USR1; echo ready; while :; do /bin/sleep 0.05; done")
                .start()) {
            Waits.until(() -> program.output().text().contains("ready"));

            assertThat(program.signal(Signal.USR1)).isTrue();

            RunResult result = Waits.forResult(program.result());
            assertThat(result.stdout()).endsWith("got it\n");
            assertThat(result.exitCode()).isEqualTo(5);
        }
    }

    @Test
    void itGoesOnWhenTheThreadIsGoneThatStartedIt() throws Exception {
        try (RunningProgram cat = startedByAThreadThatEnds(nix)) {
            cat.write("still there");
            cat.closeStdin();

            assertThat(Waits.forResult(cat.result()).stdout()).isEqualTo("still there");
        }
    }

    @Test
    void itGoesOnWithAnExecutorThatStartsItOnTheCallingThread() throws Exception {
        AtomicReference<Thread> starter = new AtomicReference<>();
        CommandExecutor real = CommonsExecExecutor.create();
        try (NixClient other = confined.builder()
                .executor(spec -> {
                    starter.set(Thread.currentThread());
                    return real.start(spec);
                })
                .build()) {
            RunningProgram cat = startedByAThreadThatEnds(other);

            assertThat(cat.isRunning()).isTrue();
            assertThat(starter.get().isAlive()).isTrue();
            cat.closeStdin();
            assertThat(Waits.forResult(cat.result()).exitCode()).isZero();
        }
    }

    @Test
    void itEndsWithAJvmThatIsKilled() throws Exception {
        ForkedJvm forked = ForkedJvm.in(confined.sandbox()).main(LeftoversMain.class);
        Process jvm = forked.start(
                confined.sandbox().under().binary().toString(),
                SandboxedClient.emptyRegistry(confined.sandbox()),
                "confined");
        // a process whose parent ends before it asks to end with it goes on
        Waits.until(() -> runs("sleep 1000000"));

        Waits.forDeath(jvm);

        confined.sandbox().processes().awaitEndOfAll();
    }

    @Test
    void aPlainUserIsConfinedAsWell() throws IOException {
        assumeTrue(ConfinedSandbox.isRoot(), "only root can be another user");
        try (ConfinedSandbox own = new ConfinedSandbox();
                NixDaemon daemon = NixDaemon.start(own.sandbox())) {
            List<String> lines = ForkedJvm.in(own.sandbox())
                    .asNobody(daemon)
                    .run(
                            "registry=" + SandboxedClient.emptyRegistry(own.sandbox()),
                            "confined=" + own.chosen(),
                            "cat",
                            "/proc/1/comm",
                            daemon.environmentOfNobody().get("NIX_STATE_DIR") + "/daemon-socket/socket");

            assertThat(lines).contains("stdout bwrap", "exit code 1");
        }
    }

    @Test
    void aPipelineIsStoppedAsAWhole() {
        try (RunningPipeline pipeline = nix.shell("hello")
                .pipeline(stages -> stages.command("/bin/sleep", "7654324").pipe("/bin/sleep", "7654324"))
                .start()) {
            Waits.until(() -> runs("/bin/sleep 7654324"));
            pipeline.stop();
        }
        assertThat(runs("/bin/sleep 7654324")).isFalse();
    }

    @Test
    void aDetachedProgramIsConfinedAndCanBeStopped() throws IOException {
        Path other = confined.other("other");
        DetachedProgram program = script("touch " + other
                        + "/new; trap 'echo cleaned > cleaned; exit 3' TERM; echo ready; /bin/sleep 7654325 & wait")
                .startDetached();
        Waits.until(() -> program.output().text().contains("ready"));

        program.stop();

        assertThat(program.exitCode()).hasValue(3);
        assertThat(other.resolve("new")).doesNotExist();
        assertThat(written("cleaned")).exists();
        assertThat(runs("/bin/sleep 7654325")).isFalse();
    }

    @Test
    void aDetachedProgramOutlivesItsClientAndGetsSignals() throws IOException {
        DetachedProgram program;
        // not HUP, which a test below nohup inherits as ignored, and which no shell can then trap
        try (NixClient other = confined.builder().build()) {
            program = other.shell("hello")
                    .script("trap 'exit 6' USR1; echo ready; while :; do /bin/sleep 0.05; done")
                    .startDetached();
        }
        Waits.until(() -> program.output().text().contains("ready"));

        assertThat(program.signal(Signal.USR1)).isTrue();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(program.exitCode()).hasValue(6);
    }

    @Test
    void aProgramWithTheTerminalIsRefused() {
        Set<?> before = confined.sandbox().storePaths();

        assertThatThrownBy(() -> nix.run("hello").runInTerminal())
                .isInstanceOf(ConfinementUnavailableException.class)
                .hasMessageContaining("terminal");
        assertThat(confined.sandbox().storePaths()).isEqualTo(before);
    }

    @Test
    void aProgramWithTheDisplayIsRefused() {
        Set<?> before = confined.sandbox().storePaths();

        assertThatThrownBy(() -> nix.run("xmessage").env("DISPLAY", ":0").startGui())
                .isInstanceOf(ConfinementUnavailableException.class)
                .hasMessageContaining("display");
        assertThat(confined.sandbox().storePaths()).isEqualTo(before);
    }

    @Test
    void theProgramsOfASessionAreConfined() throws IOException {
        Path other = confined.other("other");
        try (NixSession session = nix.openSession()) {
            RunResult result =
                    session.shell("hello").script("touch " + other + "/new").execute();
            assertThat(result.termination().isSuccess()).isFalse();
            assertThat(session.run("hello").text()).isEqualTo("Hello, world!");
        }
        assertThat(other.resolve("new")).doesNotExist();
    }

    @Test
    void aProgramOfAModelIsConfined() throws IOException {
        Path other = confined.other("other");
        try (NixTool tool = NixTool.builder(nix).directory(confined.chosen()).build()) {
            String reply = tool.call(
                            "nix_run",
                            Map.of(
                                    "packages",
                                    List.of("bash"),
                                    "program",
                                    "bash",
                                    "args",
                                    List.of("-c", "echo x > mine; echo x > " + other + "/new")))
                    .toString();
            assertThat(reply).containsAnyOf("Read-only file system", "No such file or directory");
        }
        assertThat(written("mine")).exists();
        assertThat(other.resolve("new")).doesNotExist();
    }

    @Test
    void linesArriveWhileItRuns() {
        try (RunningProgram cat = nix.run("cat").openStdin().start()) {
            cat.write("one\n");
            Waits.until(() -> cat.output().text().equals("one\n"));
            assertThat(cat.isRunning()).isTrue();
        }
    }

    private static RunningProgram startedByAThreadThatEnds(NixClient client) {
        RunningProgram cat =
                Background.call(() -> client.run("cat").openStdin().start()).result();
        // time for the kernel to end it together with its thread, which must not happen
        Waits.pause(Duration.ofMillis(50));
        return cat;
    }

    private static boolean runs(String words) {
        return confined.sandbox().processes().running().contains(words);
    }
}
