package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines, sessions and graphical programs are reviewed and recorded as single programs are. */
class ReviewedStartsTest {

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create();
    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();
    private Path record;

    @BeforeEach
    void answer() {
        record = folder.resolve("audit.jsonl");
        executor.answer(spec -> true, StubResult.stdout(""));
    }

    private NixClientBuilder builder(CommandPolicy policy) {
        return NixlessClient.builder(executor).audit(Audit.to(record)).policy(policy);
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    private static Pipeline twoStages(NixClient nix) {
        return Pipeline.of(nix.run("seq").args("3")).pipe(nix.run("tac"));
    }

    private List<String> recorded(String event) throws IOException {
        return Files.readAllLines(record).stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    @Test
    void everyStageIsReviewedBeforeTheFirstStartsAndItsEndIsRecorded() throws Exception {
        CommandPolicy early = command -> {
            assertThat(executor.recorded()).isEmpty();
            return notice(command);
        };
        try (NixClient nix = builder(early).build()) {
            twoStages(nix).execute();
        }

        assertThat(seen).extracting(command -> command.command().size()).containsExactly(2, 1);
        assertThat(executor.recorded()).hasSize(2);
        assertThat(recorded("decision")).hasSize(2);
        assertThat(recorded("run")).hasSize(2).allMatch(line -> line.contains("\"exitCode\":0"));
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    @Test
    void aChangedStageRunsAsChanged() {
        CommandPolicy changing = command -> command.command().contains("3")
                ? Decision.allowWith(PlannedChange.none().arguments(List.of("5")))
                : notice(command);
        try (NixClient nix = builder(changing).build()) {
            twoStages(nix).execute();
        }

        assertThat(executor.recorded())
                .extracting(ProcessSpec::command)
                .containsExactly(seen.get(0).command(), seen.get(1).command());
        assertThat(seen.get(0).command()).endsWith("5");
    }

    @Test
    void aDeniedSecondStageStartsNothing() throws Exception {
        try (NixClient nix = builder(Policies.denyPackages("tac")).build()) {
            Pipeline pipeline = twoStages(nix);

            assertThatThrownBy(pipeline::execute)
                    .isInstanceOfSatisfying(
                            CommandDeniedException.class,
                            e -> assertThat(e.rule()).contains("tac"));
        }
        assertThat(executor.recorded()).isEmpty();
        assertThat(recorded("run")).singleElement().asString().contains("\"NotStarted\"");
    }

    @Test
    void aPipelineThatIsNotWaitedForIsInTheBackground() {
        try (NixClient nix = builder(Policies.noBackground()).build()) {
            Pipeline pipeline = twoStages(nix);

            assertThatThrownBy(pipeline::start).isInstanceOf(CommandDeniedException.class);
            assertThat(executor.recorded()).isEmpty();
            pipeline.execute();
        }
        assertThat(executor.recorded()).hasSize(2);
    }

    @Test
    void aSessionHasThePolicyAndTheAuditOfItsClient() throws Exception {
        try (NixClient nix = builder(Policies.denyPackages("nmap")).build();
                NixSession session = nix.openSession()) {
            session.run("jq").execute();
            RunCommand denied = session.run("nmap");

            assertThatThrownBy(denied::execute).isInstanceOf(CommandDeniedException.class);
        }
        assertThat(executor.recorded()).hasSize(1);
        assertThat(recorded("decision")).hasSize(2);
        assertThat(recorded("run")).hasSize(1);
    }

    @Test
    void aGraphicalProgramIsReviewedAsSuchAndDenied() throws Exception {
        Path socket = folder.resolve("w");
        try (ServerSocketChannel display = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                NixClient nix = builder(CommandPolicy.allOf(this::notice, Policies.noGraphicalPrograms()))
                        .environment(Map.of("WAYLAND_DISPLAY", socket.toString(), "HOME", folder.toString()))
                        .build()) {
            display.bind(UnixDomainSocketAddress.of(socket));
            RunCommand command = nix.run("xclock");

            assertThatThrownBy(command::startGui)
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("graphical");
        }
        assertThat(seen).singleElement().satisfies(command -> {
            assertThat(command.isGraphical()).isTrue();
            assertThat(command.isBackground()).isTrue();
        });
        assertThat(executor.recorded()).isEmpty();
        assertThat(recorded("decision")).singleElement().asString().contains("\"graphical\":true");
    }
}
