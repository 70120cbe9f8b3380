package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.Signal;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that outlive their JVM. Closing the sandbox fails if a process is left. */
class DetachedIT extends SandboxedNix {

    @AfterEach
    void stopPrograms() {
        nix.listDetached().forEach(DetachedProgram::stop);
    }

    @Test
    void aDetachedProgramRunsToItsEndAndItsOutputIsInFiles() throws Exception {
        DetachedProgram program = nix.run("two-streams").startDetached();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(program.exitCode()).hasValue(0);
        assertThat(program.output().text()).isEqualTo("to stdout\n");
        assertThat(Files.readString(program.stderrFile())).isEqualTo("to stderr\n");
        assertThat(program.command()).contains("nixpkgs#two-streams");
    }

    @Test
    void itIsReviewedAndItsStartIsRecorded() throws Exception {
        Path record = sandbox.root().resolve("audit.jsonl");
        List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
        CommandPolicy noticing = command -> {
            seen.add(command);
            return Decision.allow();
        };
        try (NixClient audited = SandboxedClient.builder(sandbox)
                .policy(noticing)
                .audit(Audit.to(record))
                .build()) {
            DetachedProgram program = audited.run("two-streams").startDetached();

            assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
            assertThat(Files.readAllLines(record))
                    .last()
                    .asString()
                    .contains("\"termination\":\"Detached\"", "\"program\":\"" + program.id() + "\"");
        }
        assertThat(seen).isNotEmpty().allMatch(PlannedCommand::isBackground);
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @Test
    void itOutlivesAJvmThatIsKilledAndALaterOneFindsAndStopsIt() throws Exception {
        ForkedJvm forked = ForkedJvm.in(sandbox).main(DetachedMain.class);
        Process jvm = forked.start(sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox));
        String id = forked.awaitLine("id ").stream()
                .filter(line -> line.startsWith("id "))
                .findFirst()
                .orElseThrow()
                .substring(3);
        Waits.forDeath(jvm);

        DetachedProgram found = nix.findDetached(id).orElseThrow();
        assertThat(nix.listDetached()).containsExactly(found);
        Waits.until(() -> found.output().lines().size() == 3);
        assertThat(found.isRunning()).isTrue();
        assertThat(found.tail(1)).hasSize(1);

        found.stop();

        assertThat(found.isRunning()).isFalse();
        assertThat(found.exitCode()).hasValue(143);
        assertThat(sandbox.processes().running()).isEmpty();
    }

    @Test
    void aNegativeNumberOfLinesIsRefused() {
        DetachedProgram program = nix.run("hello").startDetached();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(program.tail(0)).isEmpty();
        assertThatThrownBy(() -> program.tail(-1)).hasMessage("lines must not be negative: -1");
    }

    @Test
    void itOutlivesItsClient() {
        NixClient other = SandboxedClient.of(sandbox);
        DetachedProgram program = other.run("sleeper").startDetached();
        other.close();

        assertThat(program.isRunning()).isTrue();
    }

    @Test
    void aCollectionOfGarbageLeavesWhatItRunsFrom() {
        DetachedProgram program = nix.shell("hello", "sleeper")
                .script("while :; do sleep 0.05; hello; done")
                .startDetached();
        StorePath hello = program.storePaths().get(0);

        nix.collectGarbage().execute();

        assertThat(sandbox.storePaths().toString()).contains(hello.name());
        program.stop();
        nix.collectGarbage().execute();
        assertThat(sandbox.storePaths().toString()).doesNotContain(hello.name());
    }

    @Test
    void itSeesTheEnvironmentTheDirectoryAndTheInputOfTheCommand() {
        RunCommand show = nix.run("show")
                .env("GREETING", "hello wörld\n*")
                .env("A.B", "c")
                .unsetEnv("PATH")
                .directory(sandbox.root())
                .stdin("text ü");

        DetachedProgram program = show.args("a b", "*", "ü").startDetached();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(withoutIds(program.output().text()))
                .isEqualTo(withoutIds(show.args("a b", "*", "ü").execute().stdout()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"while it runs", "after its end"})
    void whatItReadsIsNotOnTheDisk(String when) throws IOException {
        DetachedProgram program = nix.shell("hello")
                .script(when.startsWith("while") ? "cat; echo; exec sleep 1000000" : "cat; echo")
                .stdin("hunter2")
                .startDetached();
        Waits.until(() -> program.output().text().equals("hunter2\n"));
        if (!when.startsWith("while")) {
            assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        }

        try (Stream<Path> files = Files.walk(sandbox.root().resolve("state"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.equals(program.stdoutFile()))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("hunter2"));
        }
        program.stop();
    }

    @Test
    void aFileThatItReadsStaysWhereItIs() throws IOException {
        Path input = Files.writeString(sandbox.root().resolve("stdin"), "text");

        DetachedProgram program = nix.run("cat").stdin(input).startDetached();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(program.output().text()).isEqualTo("text");
        assertThat(input).hasContent("text");
    }

    @Test
    void itHasASessionOfItsOwn() {
        DetachedProgram program = nix.shell("hello")
                .script("cut -d' ' -f6 /proc/$$/stat; cut -d' ' -f6 /proc/"
                        + ProcessHandle.current().pid() + "/stat")
                .startDetached();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        List<String> sessions = program.output().lines();
        assertThat(sessions.get(0)).isNotEqualTo(sessions.get(1));
    }

    @Test
    void aSignalReachesItAndItsExitCodeIsKnown() {
        DetachedProgram program = nix.shell("hello")
                .script("trap 'exit 9' USR1; echo ready; while :; do sleep 0.02; done")
                .startDetached();
        Waits.until(() -> !program.tail(1).isEmpty());

        assertThat(program.signal(Signal.USR1)).isTrue();

        assertThat(program.awaitEnd(Waits.LIMIT)).isTrue();
        assertThat(program.exitCode()).hasValue(9);
        assertThat(program.signal(Signal.USR1)).isFalse();
    }

    @Test
    void aForgottenProgramLeavesNoFile() {
        DetachedProgram program = nix.run("sleeper").startDetached();
        assertThatThrownBy(program::forget)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stop()");
        program.stop();

        program.forget();

        assertThat(nix.findDetached(program.id())).isEmpty();
        assertThat(program.stdoutFile().getParent()).doesNotExist();
    }

    @Test
    void aProgramThatCannotBeStartedIsReportedAtOnceAndLeavesNoRecord() {
        ProgramStartException failure = FailureOf.running(
                () -> nix.run("missing-interpreter").startDetached(), ProgramStartException.class, Phase.EXECUTE);

        assertThat(failure.shortMessage()).contains("interpreter");
        assertThat(failure.hint()).contains("first line");
        assertThat(nix.listDetached()).isEmpty();
    }

    @Test
    void settingsThatNeedAJvmAreRefused() {
        RunCommand hello = nix.run("hello");
        List<RunCommand> commands =
                List.of(hello.openStdin(), hello.inheritIO(), hello.onStdout(line -> {}), hello.discardOutput());

        assertThat(commands)
                .allSatisfy(command -> assertThatThrownBy(command::startDetached)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("outlives"));
        assertThat(nix.listDetached()).isEmpty();
    }

    @Test
    void anInvalidIdFindsNothing() {
        assertThat(nix.findDetached("../detached")).isEmpty();
        assertThat(nix.findDetached("no-such")).isEmpty();
    }

    private static String withoutIds(String shown) {
        return shown.replaceAll("(?s)environ \\d+\n.*?\ncwd", "cwd")
                + shown.lines().filter(line -> line.startsWith("environ")).toList()
                + shown.contains("A.B=c")
                + shown.contains("NIX_ADHOC");
    }
}
