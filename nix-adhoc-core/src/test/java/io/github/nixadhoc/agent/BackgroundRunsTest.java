package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.NixlessClient;
import io.github.nixadhoc.testkit.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that policies, persons and audits are told of programs that a model starts in the background, without a Nix. */
class BackgroundRunsTest {

    private static final Map<String, Object> WAITED = Map.of("packages", List.of("jq"));
    private static final Map<String, Object> BACKGROUND = Map.of("packages", List.of("jq"), "background", true);

    private final RecordingExecutor executor = RecordingExecutor.create()
            .answer("jq", StubResult.stdout("{}\n"))
            .answer("sleep", StubResult.untilStopped())
            .answer("crash", StubResult.success().withTermination(new Termination.Signaled(11)));

    @TempDir
    private Path folder;

    private NixClient client(CommandPolicy policy) {
        return NixlessClient.builder(executor).policy(policy).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\"", "\"True\""})
    void aPolicyAgainstTheBackgroundDeniesIt(String value) {
        try (NixClient client = client(Policies.noBackground());
                NixTool tool = NixTool.of(client)) {
            ToolReply denied = tool.call("nix_run", "{\"packages\":[\"jq\"],\"background\":" + value + "}");
            if (denied.status() == ToolStatus.RUNNING) {
                denied = tool.call("nix_run", Map.of("id", denied.fields().get("id"), "timeout_seconds", 20));
            }

            assertThat(denied.status()).as(denied.text()).isEqualTo(ToolStatus.DENIED);
            assertThat(denied.text()).contains("background");
            assertThat(executor.recorded()).isEmpty();
            assertThat(tool.call("nix_run", WAITED).status()).isEqualTo(ToolStatus.EXITED);
        }
    }

    @Test
    void thePersonWhoIsAskedSeesIt() {
        List<PlannedCommand> asked = Collections.synchronizedList(new ArrayList<>());
        CommandPolicy asking = Policies.ask((command, question) -> {
            asked.add(command);
            return true;
        });
        try (NixClient client = client(asking);
                NixTool tool = NixTool.of(client)) {
            assertThat(tool.call("nix_run", WAITED).status()).isEqualTo(ToolStatus.EXITED);
            awaitEnd(tool, tool.call("nix_run", BACKGROUND));
        }
        assertThat(asked).extracting(PlannedCommand::isBackground).containsExactly(false, true);
    }

    @Test
    void theAuditRecordsIt() throws Exception {
        Path record = folder.resolve("audit.jsonl");
        try (NixClient client = NixlessClient.builder(executor)
                        .audit(Audit.to(record).required())
                        .build();
                NixTool tool = NixTool.of(client)) {
            assertThat(tool.call("nix_run", WAITED).status()).isEqualTo(ToolStatus.EXITED);
            awaitEnd(tool, tool.call("nix_run", BACKGROUND));
        }
        assertThat(Files.readAllLines(record).stream().filter(line -> line.contains("\"event\":\"decision\"")))
                .satisfiesExactly(
                        waited -> assertThat(waited).contains("\"background\":false"),
                        background -> assertThat(background).contains("\"background\":true"));
        assertThat(Files.readAllLines(record).stream().filter(line -> line.contains("\"event\":\"run\"")))
                .hasSize(2);
        assertThat(Audit.verify(record).problems()).isEmpty();
    }

    private static ToolReply awaitEnd(NixTool tool, ToolReply begun) {
        ToolReply reply = begun.status() == ToolStatus.RUNNING
                ? tool.call("nix_run", Map.of("id", begun.fields().get("id"), "timeout_seconds", 60))
                : begun;
        assertThat(reply.status()).as(reply.text()).isEqualTo(ToolStatus.EXITED);
        return reply;
    }

    @Test
    void itsOutputSignalLimitAndStopAreToldAsThoseOfOthers() {
        try (NixClient client = client(CommandPolicy.allowAll());
                NixTool tool =
                        NixTool.builder(client).runLimit(Duration.ofSeconds(2)).build()) {
            ToolReply jq = end(tool, tool.call("nix_run", BACKGROUND));
            ToolReply crash = end(tool, tool.call("nix_run", Map.of("packages", List.of("crash"), "background", true)));
            ToolReply limited =
                    end(tool, tool.call("nix_run", Map.of("packages", List.of("sleep"), "background", true)));
            Object id = tool.call("nix_run", Map.of("packages", List.of("sleep"), "background", true))
                    .fields()
                    .get("id");
            ToolReply stopped = tool.call("nix_run", Map.of("id", id, "stop", true));

            assertThat(jq.fields()).containsEntry("stdout_bytes", 3L).containsEntry("exit_code", 0);
            assertThat(crash.fields()).containsEntry("signal", "SIGSEGV");
            assertThat(limited.status()).isEqualTo(ToolStatus.TIMED_OUT);
            assertThat(stopped.status()).isEqualTo(ToolStatus.STOPPED);
        }
    }

    private static ToolReply end(NixTool tool, ToolReply begun) {
        return begun.status() == ToolStatus.RUNNING
                ? tool.call("nix_run", Map.of("id", begun.fields().get("id"), "timeout_seconds", 60))
                : begun;
    }

    @Test
    void closingTheToolStopsIt() {
        NixTool tool;
        try (NixClient client = client(CommandPolicy.allowAll())) {
            tool = NixTool.of(client);
            assertThat(tool.call("nix_run", Map.of("packages", List.of("sleep"), "background", true))
                            .status())
                    .isEqualTo(ToolStatus.RUNNING);

            tool.close();
        }
        assertThat(tool.call("nix_run", BACKGROUND).text()).contains("has been closed");
    }

    @Test
    void withoutBackgroundNothingGoesOnAfterItsCall() {
        try (NixClient client = client(CommandPolicy.allowAll());
                NixTool tool = NixTool.builder(client).withoutBackground().build()) {
            ToolReply refused = tool.call("nix_run", BACKGROUND);
            ToolReply stopped = tool.call("nix_run", Map.of("packages", List.of("sleep"), "timeout_seconds", 1));
            ToolReply ran = tool.call("nix_run", WAITED);

            assertThat(refused.status()).isEqualTo(ToolStatus.INVALID);
            assertThat(refused.text()).contains("leave out background");
            assertThat(stopped.status()).as(stopped.text()).isEqualTo(ToolStatus.TIMED_OUT);
            assertThat(tool.call("nix_run", Map.of("id", stopped.fields().get("id")))
                            .status())
                    .isEqualTo(ToolStatus.TIMED_OUT);
            assertThat(ran.status()).isEqualTo(ToolStatus.EXITED);
        }
    }

    @Test
    void withoutBackgroundAnInterruptStillStopsTheProgram() throws Exception {
        try (NixClient client = client(CommandPolicy.allowAll());
                NixTool tool = NixTool.builder(client).withoutBackground().build()) {
            Background<ToolReply> caller =
                    Background.call(() -> tool.call("nix_run", Map.of("packages", List.of("sleep"))));
            Waits.until(() -> !executor.recorded().isEmpty());

            caller.interrupt();

            assertThat(caller.result().status()).isEqualTo(ToolStatus.CANCELLED);
        }
    }
}
