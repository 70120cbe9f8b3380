package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.ProgramFailedException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessStartException.Reason;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PipelineCommandTest {

    private static final String NIX = "nix --extra-experimental-features 'nix-command flakes' ";

    @Test
    void isPrintedAsTheLineOfBashThatDoesTheSame() {
        Pipeline pipeline = Pipeline.of(Nix.run("a").args("it's"))
                .pipe(Nix.run("b").directory(Path.of("/tmp")))
                .pipe(Nix.run("c").secretEnv("TOKEN", "hunter2"));

        assertThat(pipeline)
                .hasToString("set -o pipefail; " + NIX + "run nixpkgs#a -- 'it'\\''s' | (cd /tmp && " + NIX
                        + "run nixpkgs#b) | env TOKEN=*** " + NIX + "run nixpkgs#c");
    }

    @Test
    void equalityIsByContentAndNotByClient() {
        try (NixClient client = NixClient.builder().build()) {
            Pipeline here = Pipeline.of(client.run("a")).pipe(client.run("b"));
            Pipeline there = Pipeline.of(Nix.run("a")).pipe(Nix.run("b"));

            assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
            assertThat(here.timeout(Duration.ofSeconds(1))).isNotEqualTo(here);
            assertThat(client.bind(here)).isEqualTo(here);
        }
    }

    @Test
    void aShellMakesAPipelineOfProgramsInItsEnvironment() {
        ShellCommand shell = Nix.shell("a", "b").env("X", "1");

        Pipeline pipeline = shell.stdin("in")
                .discardOutput()
                .timeout(Duration.ofSeconds(9))
                .pipeline(p -> p.command("a", "1").pipe("b", "2"));

        assertThat(pipeline)
                .isEqualTo(Pipeline.of(shell.command("a", "1").stdin("in"))
                        .pipe(shell.command("b", "2").discardOutput())
                        .timeout(Duration.ofSeconds(9)));
    }

    @Test
    void aShellWithoutStagesIsRefused() {
        assertThatThrownBy(() -> Nix.shell("a").pipeline(p -> p)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nix.shell("a").pipeline(p -> p.pipe("x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Nix.shell("a").pipeline(p -> p.command("x").command("y")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void settingsWithoutEffectOnAStageAreRefusedWithTheStage() {
        RunCommand a = Nix.run("a");
        RunCommand b = Nix.run("b");

        assertRefused(a, b.stdin("x"), "stage 2 of 2", "nixpkgs#b", "stdin(…)");
        assertRefused(a, b.inheritIO(), "stage 2 of 2", "inheritIO()");
        assertRefused(a.onStdout(line -> {}), b, "stage 1 of 2", "nixpkgs#a", "onStdout(…)");
        assertRefused(a.stdoutTo(OutputStream.nullOutputStream()), b, "stage 1 of 2", "stdoutTo(…)");
        assertRefused(a.spillTo(Path.of("file")), b, "stage 1 of 2", "spillTo(…)");
        assertRefused(a.discardOutput(), b, "stage 1 of 2", "discardOutput()");
        assertRefused(a, b.timeout(Duration.ofSeconds(1)), "stage 2 of 2", "timeout(…)");
        assertThatThrownBy(() -> Pipeline.of(Nix.shell("a")).pipe(b).execute())
                .isInstanceOf(IllegalStateException.class);
    }

    private static void assertRefused(RunCommand first, RunCommand second, String... words) {
        assertThatThrownBy(() -> Pipeline.of(first).pipe(second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void theRightmostFailureIsTheResultAndIsNamed() {
        PipelineResult result =
                run(StubResult.exitCode(3), StubResult.exitCode(4).withStderr("why\n"), StubResult.success());

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.failedStage()).isEqualTo(OptionalInt.of(1));
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("stage 2 of 3, b, ended with exit code 4")
                .hasMessageContaining("why")
                .hasMessageContaining("| ");
    }

    @Test
    void aStageThatIsEndedBySigpipeHasNotFailedUnlessItIsTheLast() {
        StubResult sigpipe = StubResult.success().withTermination(new Termination.Signaled(13));

        assertThat(run(sigpipe, sigpipe, StubResult.success()).orThrow().exitCode())
                .isZero();
        assertThat(run(StubResult.success(), StubResult.success(), sigpipe).exitCode())
                .isEqualTo(141);
    }

    @Test
    void aStageThatWasStoppedForAnotherIsNotTheFailure() {
        StubResult cancelled = StubResult.success().withTermination(new Termination.Cancelled(false));
        StubResult tooMuch = StubResult.success().withTermination(new Termination.OutputLimit(false));

        assertThat(run(tooMuch, cancelled, cancelled).failedStage()).isEqualTo(OptionalInt.of(0));
        assertThat(run(cancelled, cancelled, cancelled).failedStage()).isEqualTo(OptionalInt.of(2));
    }

    private static PipelineResult run(StubResult a, StubResult b, StubResult c) {
        RecordingExecutor executor =
                RecordingExecutor.create().answer("a", a).answer("b", b).answer("c", c);
        try (NixClient nix = NixlessClient.builder(executor).build()) {
            return Pipeline.of(nix.run("a"))
                    .pipe(nix.run("b"))
                    .pipe(nix.run("c"))
                    .execute();
        }
    }

    @Test
    void aStageThatCannotStartIsNamed() {
        RecordingExecutor executor = RecordingExecutor.create()
                .answer("a", StubResult.success())
                .answer("b", StubResult.notStarting(Reason.NOT_EXECUTABLE));
        try (NixClient nix = NixlessClient.builder(executor).build()) {
            assertThatThrownBy(
                            () -> Pipeline.of(nix.run("a")).pipe(nix.run("b")).execute())
                    .isInstanceOf(ProgramStartException.class)
                    .hasMessageContaining("stage 2 of 2 could not be started");
        }
    }

    @Test
    void anExecutorWithoutPipelinesIsATypedFailure() {
        CommandExecutor plain = RecordingExecutor.create()::start;
        try (NixClient nix = NixlessClient.builder(plain).build()) {
            assertThatThrownBy(
                            () -> Pipeline.of(nix.run("a")).pipe(nix.run("b")).execute())
                    .isInstanceOf(ProgramStartException.class)
                    .hasMessageContaining("startPipeline");
        }
    }
}
