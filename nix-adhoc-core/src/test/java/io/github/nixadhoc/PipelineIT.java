package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.result.PipelineResult;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.testkit.CountedNix;
import io.github.nixadhoc.testkit.SandboxProcesses;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Pipelines of programs from packages. */
class PipelineIT extends CountedNix {

    @Test
    void allStagesAreEvaluatedAndRealisedOnce() {
        Pipeline pipeline = Pipeline.of(nix.run("hello")).pipe(nix.run("cat")).pipe(nix.run("count-stdin"));

        assertThat(pipeline.text().strip()).isEqualTo("14");

        assertThat(calls.all("requests = [")).hasSize(1);
        assertThat(calls.all("--realise").stream().filter(call -> !call.contains("--dry-run")))
                .hasSize(1);
        calls.clear();
        assertThat(pipeline.text().strip()).isEqualTo("14");
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void theProgramsOfOneShellAreConnected() {
        Pipeline pipeline = nix.shell("hello", "cat")
                .pipeline(p -> p.command("hello").pipe("cat").pipe("cat", "-n"));

        assertThat(pipeline.text().strip()).isEqualTo("1\tHello, world!");

        assertThat(calls.all("requests = [")).hasSize(1);
        calls.clear();
        assertThat(pipeline.lines()).containsExactly("     1\tHello, world!");
        assertThat(calls.ofNix()).isEmpty();
    }

    @Test
    void eachStageHasItsStorePathAndTermination() {
        PipelineResult result = Pipeline.of(nix.run("two-streams"))
                .pipe(nix.run("exit-with").args("3"))
                .pipe(nix.run("cat"))
                .execute();

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stages()).hasSize(3).allSatisfy(stage -> {
            assertThat(stage.storePaths()).hasSize(1);
            assertThat(stage.closureSize().bytes()).isPositive();
        });
        assertThat(result.stages().get(0).stderr()).isEqualTo("to stderr\n");
        assertThat(result.toString()).contains("exit-with", "to stderr");
    }

    @Test
    void anEndlessStageEndsWithItsReader() {
        PipelineResult result = nix.shell("endless")
                .pipeline(p -> p.command("endless").pipe("head", "-1"))
                .execute()
                .orThrow();

        assertThat(result.stdout()).isEqualTo("y\n");
        assertThat(result.stages().get(0).termination()).isEqualTo(new Termination.Signaled(13));
    }

    @Test
    void inputAndOutputWorkAsForOneProgram() {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();

        String text = Pipeline.of(nix.run("cat").stdin("one\ntwo\n"))
                .pipe(nix.run("cat").onStdout(lines::add).stdoutTo(copy))
                .text();

        assertThat(text).isEqualTo("one\ntwo");
        assertThat(lines).containsExactly("one", "two");
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void thePolicySeesEveryStageBeforeAnythingIsBuilt() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (NixClient reviewed = SandboxedClient.builder(sandbox)
                .executor(calls)
                .policy(command -> {
                    seen.add(command.installables().toString());
                    return seen.size() < 2 ? Decision.allow() : Decision.deny("enough");
                })
                .build()) {
            assertThatThrownBy(() -> Pipeline.of(reviewed.run("hello"))
                            .pipe(reviewed.run("cat"))
                            .execute())
                    .isInstanceOf(CommandDeniedException.class);
        }

        assertThat(seen).hasSize(2);
        assertThat(calls.all("--realise")).isEmpty();
    }

    @Test
    void aStageThatDoesNotExistIsAFailureOfAll() {
        assertThatThrownBy(() -> Pipeline.of(nix.run("hello"))
                        .pipe(nix.run("no-such-package"))
                        .execute())
                .isInstanceOf(PackageNotFoundException.class)
                .hasMessageContaining("no-such-package");
    }

    @Test
    void aStageThatCannotBeStartedIsNamedAndNoneIsLeft() {
        assertThatThrownBy(() -> Pipeline.of(nix.run("sleeper"))
                        .pipe(nix.run("missing-interpreter"))
                        .execute())
                .isInstanceOf(ProgramStartException.class)
                .hasMessageContaining("stage 2 of 2");
        assertThat(sandbox.processes().running()).isEmpty();
    }

    @Test
    void closingStopsTheTreesOfAllStages() {
        RunningPipeline running =
                Pipeline.of(nix.run("sleeper")).pipe(nix.run("sleeper")).start();
        SandboxProcesses processes = sandbox.processes();
        assertThat(processes.running()).hasSizeGreaterThanOrEqualTo(2);

        running.close();

        assertThat(processes.running()).isEmpty();
        assertThat(Waits.forResult(running.result()).termination()).isEqualTo(new Termination.Cancelled(false));
    }

    @Test
    void oneDeadlineHoldsForAll() {
        Pipeline pipeline = Pipeline.of(nix.run("sleeper")).pipe(nix.run("cat"));
        nix.prefetch("sleeper", "cat").execute();

        PipelineResult result = Waits.withEnoughTime(
                Duration.ofSeconds(1), limit -> pipeline.timeout(limit).execute());

        assertThat(result.termination()).isInstanceOf(Termination.TimedOut.class);
    }

    @Test
    void aListenerHearsOfEachStageAndOfOneEnd() {
        List<NixEvent> events = new CopyOnWriteArrayList<>();
        try (NixClient watched =
                SandboxedClient.builder(sandbox).listener(events::add).build()) {
            PipelineResult result =
                    Pipeline.of(watched.run("hello")).pipe(watched.run("cat")).execute();

            assertThat(events.stream().filter(NixEvent.ProgramStarted.class::isInstance))
                    .hasSameSizeAs(result.stages());
            assertThat(events.stream().filter(NixEvent.ProgramEnded.class::isInstance))
                    .hasSize(1);
            assertThat(events.stream().filter(NixEvent.CommandEnded.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void aPlanHasEachStage() {
        List<Plan> plans = Pipeline.of(nix.run("hello")).pipe(nix.run("cat")).plan();

        assertThat(plans).hasSize(2).noneMatch(Plan::isInStore);
        assertThat(calls.all("--realise").stream().filter(call -> !call.contains("--dry-run")))
                .isEmpty();
    }
}
