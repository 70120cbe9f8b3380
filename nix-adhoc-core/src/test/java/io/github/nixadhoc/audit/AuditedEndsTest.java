package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.RunningProgram;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.PrefetchResult;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixlessClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a command is in the record. */
class AuditedEndsTest {

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create();

    private NixClient client(CommandPolicy policy) {
        return client(policy, Audit.to(record()).by("an agent"));
    }

    private NixClient client(CommandPolicy policy, Audit audit) {
        return NixlessClient.builder(executor).audit(audit).policy(policy).build();
    }

    private Path record() {
        return folder.resolve("audit.jsonl");
    }

    private void answer(StubResult answer) {
        executor.answer(spec -> true, answer);
    }

    /** The lines, as far as it matters what became of what: event, decision or termination, and why. */
    private List<String> told() throws IOException {
        assertThat(Audit.verify(record()).problems()).isEmpty();
        return lines().map(line -> Stream.of("event", "decision", "termination", "exitCode", "failure")
                        .filter(name -> line.containsKey(name))
                        .map(name -> line.get(name).isText()
                                ? line.get(name).text()
                                : String.valueOf(line.get(name).count()))
                        .reduce((one, next) -> one + " " + next)
                        .orElseThrow())
                .toList();
    }

    private Stream<Map<String, JsonValue>> lines() throws IOException {
        return Files.readAllLines(record()).stream()
                .map(line -> JsonValue.parse(line).members());
    }

    static List<Termination> terminations() {
        return List.of(
                new Termination.Exited(3),
                new Termination.Signaled(9),
                new Termination.TimedOut(true),
                new Termination.IdleTimedOut(false),
                new Termination.Cancelled(false),
                new Termination.OutputLimit(true));
    }

    @ParameterizedTest
    @MethodSource("terminations")
    void everyEndIsRecordedUnderTheNumberOfItsDecision(Termination termination) throws IOException {
        answer(StubResult.stdout("four").withTermination(termination));
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            RunResult unused = nix.run("jq").execute();
        }

        String exitCode = termination instanceof Termination.Exited exited ? " " + exited.code() : "";
        assertThat(told())
                .containsExactly(
                        "decision allow", "run " + termination.getClass().getSimpleName() + exitCode);
        assertThat(lines().map(line -> line.get("id").text()).distinct()).hasSize(1);
        assertThat(lines().skip(1).findFirst().orElseThrow().get("stdoutBytes").count())
                .isEqualTo(4);
    }

    @Test
    void theEndOfAnUnawaitedBackgroundProgramIsRecorded() throws Exception {
        answer(StubResult.success().withDelay(Duration.ofMillis(30)));
        try (NixClient nix = client(CommandPolicy.allowAll());
                RunningProgram program = nix.run("jq").start()) {
            Waits.until(() -> !program.isRunning());
        }

        assertThat(told()).containsExactly("decision allow", "run Exited 0");
        assertThat(lines().findFirst().orElseThrow().get("background").bool()).isTrue();
    }

    @Test
    void aProgramThatHasTheTerminalIsRecorded() throws IOException {
        answer(StubResult.exitCode(1));
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            RunResult unused = nix.run("vim").args("notes.md").runInTerminal();
        }

        assertThat(told()).containsExactly("decision allow", "run Exited 1");
    }

    @Test
    void aProgramThatCannotBeStartedIsRecordedAsNotStarted() throws IOException {
        answer(StubResult.notStarting(ProcessStartException.Reason.NOT_EXECUTABLE));
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            assertThatThrownBy(() -> nix.run("jq").execute()).isNotNull();
        }

        assertThat(told()).containsExactly("decision allow", "run NotStarted ProcessStartException");
    }

    @Test
    void aChangedCommandIsRecordedAsItWasAskedForAndAsItRan() throws IOException {
        answer(StubResult.success());
        CommandPolicy policy = command -> command.command().contains("--all")
                ? Decision.allowWith(PlannedChange.none()
                                .arguments(List.of("--some"))
                                .env("X", "s3cret"))
                        .by("not all of it")
                : Decision.allow().by("some of it");
        try (NixClient nix = client(policy)) {
            RunResult unused = nix.run("jq").args("--all").execute();
        }

        assertThat(told()).containsExactly("decision change", "decision allow", "run Exited 0");
        List<Map<String, JsonValue>> lines = lines().toList();
        assertThat(lines.get(0).get("rule").text()).isEqualTo("not all of it");
        assertThat(lines.get(0).get("command").texts()).endsWith("--all");
        assertThat(lines.get(1).get("rule").text()).isEqualTo("some of it");
        assertThat(lines.get(1).get("command").texts()).endsWith("--some");
        assertThat(lines.get(1).get("id").text())
                .isEqualTo(lines.get(2).get("id").text());
        assertThat(Files.readString(record())).doesNotContain("s3cret");
    }

    @Test
    void anUnansweredQuestionIsRecordedAsAQuestion() throws IOException {
        try (NixClient nix = client(command -> Decision.ask("may it?"))) {
            assertThatThrownBy(() -> nix.run("jq").execute()).isInstanceOf(CommandDeniedException.class);
        }

        assertThat(told()).containsExactly("decision ask");
        assertThat(lines().findFirst().orElseThrow().get("reason").text()).isEqualTo("may it?");
    }

    @Test
    void aPolicyThatFailsIsRecordedAsADenial() throws IOException {
        try (NixClient nix = client(command -> {
            throw new IllegalStateException("broken");
        })) {
            assertThatThrownBy(() -> nix.run("jq").execute()).isInstanceOf(CommandDeniedException.class);
        }

        assertThat(told()).containsExactly("decision deny");
    }

    @Test
    void aDenialByNameIsRecordedAsAnAdmission() throws IOException {
        try (NixClient nix = client(Policies.denyPackages("nmap"))) {
            assertThatThrownBy(() -> nix.run("nmap").execute()).isInstanceOf(CommandDeniedException.class);
        }

        assertThat(told()).singleElement().asString().endsWith(" deny");
    }

    @Test
    void aStageThatIsDeniedLeavesTheOthersNotStarted() throws IOException {
        try (NixClient nix =
                client(command -> command.command().get(0).endsWith("/tac") ? Decision.deny("no") : Decision.allow())) {
            Pipeline pipeline = Pipeline.of(nix.run("seq")).pipe(nix.run("tac"));
            assertThatThrownBy(pipeline::execute).isInstanceOf(CommandDeniedException.class);
        }

        assertThat(told()).containsExactly("decision allow", "decision deny", "run NotStarted CommandDeniedException");
    }

    @Test
    void aPrefetchIsADecisionForEachPackage() throws IOException {
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            PrefetchResult unused = nix.prefetch("jq", "ffmpeg").execute();
        }

        assertThat(told()).containsExactly("decision allow", "decision allow");
        assertThat(lines().map(line -> line.get("kind").text())).containsOnly("prefetch");
    }

    @Test
    void withoutARecordNothingRunsIfTheAuditIsRequired() {
        answer(StubResult.success());
        try (NixClient nix = client(CommandPolicy.allowAll(), Audit.to(folder).required())) {
            assertThatThrownBy(() -> nix.run("jq").execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("the audit cannot be written to " + folder);
        }
        assertThat(executor.recorded()).isEmpty();
    }

    @Test
    void withoutARecordItRunsIfTheAuditIsOptional() {
        answer(StubResult.stdout("ran"));
        try (NixClient nix = client(CommandPolicy.allowAll(), Audit.to(folder))) {
            assertThat(nix.run("jq").text()).isEqualTo("ran");
        }
    }

    /** The end of what has run cannot be denied any more. */
    @Test
    void aProgramWhoseEndCannotBeRecordedHasRun() throws IOException {
        answer(StubResult.stdout("ran"));
        AtomicInteger asked = new AtomicInteger();
        CommandPolicy policy = command -> {
            asked.incrementAndGet();
            return Decision.allow();
        };
        Path into = Files.createDirectory(folder.resolve("into"));
        try (NixClient nix =
                client(policy, Audit.to(into.resolve("audit.jsonl")).required())) {
            RunCommand command = nix.run("jq").onStdout(line -> deleteAll(into));
            assertThat(command.execute().stdout()).isEqualTo("ran");
            assertThatThrownBy(command::execute).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLockedRecordIsAwaitedUntilTheTimeoutOfTheCommand(boolean required) throws Exception {
        answer(StubResult.stdout("ran"));
        Audit audit = required ? Audit.to(record()).required() : Audit.to(record());
        try (NixClient nix = client(CommandPolicy.allowAll(), audit)) {
            RunResult unused = nix.run("jq").execute();
            locked(() -> assertThatThrownBy(
                            () -> nix.run("jq").timeout(Duration.ofMillis(100)).execute())
                    .isInstanceOf(TimedOutException.class)
                    .hasMessageContaining("locked for"));
        }
    }

    @Test
    void anInterruptWhileTheRecordIsLockedCancels() throws Exception {
        try (NixClient nix = client(CommandPolicy.allowAll(), Audit.to(record()).required())) {
            answer(StubResult.stdout("ran"));
            RunResult unused = nix.run("jq").execute();
            locked(() -> {
                Thread waiting = Thread.currentThread();
                Background<Boolean> interrupting = Background.run(() -> {
                    Waits.until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
                    waiting.interrupt();
                });
                assertThatThrownBy(() -> nix.run("jq").execute()).isInstanceOf(CancelledException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(interrupting.result()).isTrue();
            });
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    private void locked(Runnable during) throws IOException {
        try (FileChannel other = FileChannel.open(record(), StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            during.run();
        }
    }

    private static void deleteAll(Path into) {
        try {
            Files.delete(into.resolve("audit.jsonl"));
            Files.delete(into.resolve("audit.jsonl.lock"));
            Files.delete(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
