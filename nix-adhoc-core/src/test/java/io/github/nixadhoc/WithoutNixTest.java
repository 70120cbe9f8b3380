package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.OutputLimitException;
import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of users' own code without Nix, from a command to its result. */
class WithoutNixTest {

    private final RecordingExecutor executor = RecordingExecutor.create();
    private final NixClient nix = client(NixClient.builder());

    private NixClient client(NixClientBuilder builder) {
        return builder.executor(executor).withoutNix().build();
    }

    @AfterEach
    void close() {
        nix.close();
    }

    @Test
    void aClientIsRefusedIfConfinedProgramsCouldWriteToItsRecord(@TempDir Path folder) {
        NixClientBuilder builder = NixClient.builder()
                .withoutNix()
                .audit(Audit.to(folder.resolve("audit.jsonl")))
                .confinement(Confinement.readOnly().writable(folder));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keep it elsewhere");
    }

    @Test
    void aScriptedAnswerIsTheResult() {
        executor.answer("cowsay", StubResult.stdout("moo\n"));

        RunResult result = nix.run("cowsay").args("hi").execute();

        assertThat(result.stdout()).isEqualTo("moo\n");
        assertThat(result.exitCode()).isZero();
        assertThat(result.program()).hasToString("/nix/store/00000000000000000000000000000000-cowsay/bin/cowsay");
    }

    @Test
    void aPrefetchCountsAsDoneAndIsReviewed() {
        assertThat(nix.prefetch("cowsay", "hello").execute().packages()).hasSize(2);
        try (NixClient strict = client(NixClient.builder().policy(command -> Decision.deny("no")))) {
            PrefetchCommand command = strict.prefetch("cowsay");

            assertThatThrownBy(command::execute).isExactlyInstanceOf(CommandDeniedException.class);
        }
    }

    @Test
    void theExecutorRecordsTheExactProcess() {
        executor.answer("cowsay", StubResult.stdout(""));

        nix.run("cowsay").args("hi", "it's").execute();

        assertThat(executor.recorded())
                .extracting(ProcessSpec::command)
                .containsExactly(
                        List.of("/nix/store/00000000000000000000000000000000-cowsay/bin/cowsay", "hi", "it's"));
    }

    @Test
    void textRequiresExitCodeZero() {
        executor.answer("jq", StubResult.stdout("half").withExitCode(5).withStderr("parse error\n"));
        RunCommand command = nix.run("jq").env("PLAIN", "visible").secretEnv("TOKEN", "hunter2");

        assertThatThrownBy(command::text)
                .isInstanceOfSatisfying(ProgramFailedException.class, e -> {
                    assertThat(e.result().exitCode()).isEqualTo(5);
                    assertThat(e.result().stdout()).isEqualTo("half");
                    assertThat(e.log()).containsExactly("parse error");
                })
                .hasMessageContaining("jq ended with exit code 5")
                .hasMessageContaining("parse error")
                .hasMessageNotContaining("visible")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void textRequiresTheWholeText() {
        executor.answer("yes", StubResult.stdout("y\n".repeat(1000)));
        RunCommand command = nix.run("yes").maxOutput(ByteSize.of(100));

        assertThatThrownBy(command::text)
                .isInstanceOf(OutputLimitException.class)
                .hasMessageContaining("1900 of 2000 bytes are missing");
    }

    @Test
    void textDropsOnlyTheLastNewline() {
        executor.answer("echo", StubResult.stdout("a\n\n"));

        assertThat(nix.run("echo").text()).isEqualTo("a\n");
    }

    @Test
    void aNonZeroExitIsAResult() {
        executor.answer("false", StubResult.stdout("").withExitCode(1));

        assertThat(nix.run("false").execute().termination()).isEqualTo(new Termination.Exited(1));
    }

    @Test
    void orThrowCarriesTheResult() {
        executor.answer("sleep", StubResult.untilStopped());
        RunResult result = nix.run("sleep").timeout(Duration.ofMillis(50)).execute();

        assertThat(result.termination()).isInstanceOf(Termination.TimedOut.class);
        assertThatThrownBy(result::orThrow)
                .isInstanceOfSatisfying(
                        TimedOutException.class, e -> assertThat(e.result()).containsSame(result));
    }

    @Test
    void linesComeInOrderAndEndWithTheProgram() {
        executor.answer("seq", StubResult.stdout("1\n2\n3"));

        try (Stream<String> lines = nix.run("seq").lines()) {
            assertThat(lines).containsExactly("1", "2", "3");
        }
    }

    @Test
    void linesOfAProgramThatFailsEndInItsFailure() {
        executor.answer("seq", StubResult.stdout("1\n").withExitCode(2));
        List<String> seen = new ArrayList<>();

        try (Stream<String> lines = nix.run("seq").lines()) {
            assertThatThrownBy(() -> lines.forEach(seen::add)).isInstanceOf(ProgramFailedException.class);
        }
        assertThat(seen).containsExactly("1");
    }

    @Test
    void aPolicyThatDeniesKeepsTheProgramFromStarting() {
        NixClient strict = client(NixClient.builder().policy(command -> Decision.deny("not today")));
        RunCommand command = strict.run("cowsay");

        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandDeniedException.class)
                .hasMessageContaining("not today");
        assertThat(executor.recorded()).isEmpty();
    }

    @Test
    void aPolicyThatThrowsDenies() {
        NixClient broken = client(NixClient.builder().policy(command -> {
            throw new IllegalStateException("out of order");
        }));
        RunCommand command = broken.run("cowsay");

        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandDeniedException.class)
                .hasMessageContaining("out of order");
    }

    @Test
    void aPolicySeesTheExactCommandAndNoValueOfTheEnvironment() {
        executor.answer("cowsay", StubResult.stdout(""));
        List<String> seen = new ArrayList<>();
        NixClient watched = client(NixClient.builder().policy(command -> {
            seen.add(command + " " + command.environmentNames());
            return Decision.allow();
        }));

        watched.run("cowsay").args("hi").env("A", "value").execute();

        assertThat(seen)
                .singleElement()
                .asString()
                .contains("nixpkgs#cowsay", "bin/cowsay' 'hi'", "[A]")
                .doesNotContain("value");
    }

    @Test
    void cancellingAFutureStopsTheProgram() {
        executor.answer("sleep", StubResult.untilStopped());
        CompletableFuture<RunResult> later = nix.run("sleep").executeAsync();

        assertThat(later.cancel(true)).isTrue();
        assertThat(later).isCancelled();
    }

    @Test
    void aClosedClientRefusesCommands() {
        nix.close();
        RunCommand command = nix.run("cowsay");

        assertThatThrownBy(command::execute).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingAClientStopsWhatItStarted() {
        executor.answer("sleep", StubResult.untilStopped());
        RunningProgram program = nix.run("sleep").start();

        nix.close();

        assertThat(Waits.forResult(program.result()).termination()).isInstanceOf(Termination.Cancelled.class);
    }

    @Test
    void noLineOfAQuickProgramIsLost() {
        executor.answer("seq", StubResult.stdout("1\n2\n3\n"));

        for (int i = 0; i < 2_000; i++) {
            try (Stream<String> lines = nix.run("seq").lines()) {
                assertThat(lines).hasSize(3);
            }
        }
    }

    @Test
    void contradictorySettingsAreRefusedBeforeAnythingRuns() {
        RunCommand inherited = nix.run("cowsay").inheritIO();
        RunCommand merged = nix.run("cowsay").mergeStderr().onStderr(line -> {});
        RunCommand discarded = nix.run("cowsay").discardOutput();

        assertThatThrownBy(inherited::text).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(inherited::lines).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(inherited.onStdout(line -> {})::execute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(merged::execute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(discarded::text).isInstanceOf(IllegalStateException.class);
        assertThat(executor.recorded()).isEmpty();
    }

    @Test
    void aCommandRunsInTheClientThatExecutesIt() {
        executor.answer("cowsay", StubResult.stdout("moo"));

        assertThat(nix.execute(Nix.run("cowsay")).stdout()).isEqualTo("moo");
    }

    @Test
    void aResultIsOneScreen() {
        executor.answer("seq", StubResult.stdout("line\n".repeat(100)));

        assertThat(nix.run("seq").execute().toString().lines())
                .hasSizeLessThan(24)
                .first()
                .asString()
                .startsWith("seq: exit code 0 in ");
    }
}
