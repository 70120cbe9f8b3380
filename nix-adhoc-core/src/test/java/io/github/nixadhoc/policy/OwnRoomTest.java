package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.Pipeline;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.ToolStatus;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clean room of a command is a way to set variables, and no way round a policy. */
class OwnRoomTest {

    private static final CleanRoom LOADING = CleanRoom.empty().set("LD_PRELOAD", "/tmp/x.so");

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create();
    private final List<PlannedCommand> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void answer() {
        executor.answer(spec -> true, StubResult.stdout(""));
    }

    private NixClient client(CommandPolicy policy) {
        return NixlessClient.builder(executor)
                .environment(Map.of("HOME", "/home/ada", "GIVEN", "1"))
                .policy(policy)
                .build();
    }

    private Decision notice(PlannedCommand command) {
        seen.add(command);
        return Decision.allow();
    }

    static Stream<Consumer<NixClient>> ways() {
        return Stream.of(
                nix -> nix.run("jq").cleanRoom(LOADING).execute(),
                nix -> nix.run("jq").cleanRoom(LOADING.inherit("*")).execute(),
                nix -> nix.run("jq")
                        .cleanRoom(CleanRoom.forAgents().set("PAGER", "sh -c id"))
                        .execute(),
                nix -> nix.run("jq")
                        .cleanRoom(CleanRoom.empty().set("HOME", "/elsewhere"))
                        .execute(),
                nix -> nix.run("jq").cleanRoom(LOADING).start(),
                nix -> nix.run("jq").cleanRoom(LOADING).startDetached(),
                nix -> nix.run("jq").env("LANG", "C").cleanRoom(LOADING).execute(),
                nix -> nix.shell("jq").command("jq").cleanRoom(LOADING).execute(),
                nix -> Pipeline.of(nix.run("jq"))
                        .pipe(nix.run("jq").cleanRoom(LOADING))
                        .execute(),
                nix -> Pipeline.of(nix.run("jq").cleanRoom(LOADING))
                        .pipe(nix.run("jq"))
                        .execute());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aVariableOfTheRoomIsOneOfTheCommand(Consumer<NixClient> way) {
        for (CommandPolicy policy :
                List.of(Policies.forAgents(), Policies.denyVariables("*"), Policies.onlyVariables("LANG"))) {
            try (NixClient nix = client(policy)) {
                assertThatThrownBy(() -> way.accept(nix)).isInstanceOf(CommandDeniedException.class);
            }
        }
        assertThat(executor.recorded()).isEmpty();
    }

    @Test
    void aPolicyAndTheAuditSeeItsName() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        try (NixClient nix = NixlessClient.builder(executor)
                .policy(this::notice)
                .audit(Audit.to(file))
                .build()) {
            nix.run("jq").env("OWN", "1").cleanRoom(LOADING).execute();
        }

        assertThat(seen.get(0).environmentNames()).isEqualTo(Set.of("LD_PRELOAD", "OWN"));
        assertThat(Files.readString(file)).contains("\"variables\":[\"LD_PRELOAD\",\"OWN\"]");
        assertThat(executor.recorded().get(0).environment().value("LD_PRELOAD")).contains("/tmp/x.so");
    }

    @Test
    void anInheritedVariableIsNotOfTheCommand() {
        try (NixClient nix = client(CommandPolicy.allOf(Policies.forAgents(), this::notice))) {
            nix.run("jq").cleanRoom(CleanRoom.empty()).execute();
            nix.run("jq").cleanRoom(CleanRoom.empty().inherit("*")).execute();
            nix.run("jq").cleanRoom(CleanRoom.empty().set("GIVEN", "1")).execute();
            nix.run("jq").cleanRoom(CleanRoom.forAgents()).execute();
        }

        assertThat(seen)
                .hasSize(4)
                .allSatisfy(command -> assertThat(command.environmentNames()).isEmpty());
    }

    @Test
    void theRoomOfTheClientIsNotOfTheCommand() {
        try (NixClient nix = NixlessClient.builder(executor)
                .cleanRoom(LOADING)
                .policy(CommandPolicy.allOf(Policies.forAgents(), this::notice))
                .build()) {
            nix.run("jq").execute();
        }

        assertThat(seen.get(0).environmentNames()).isEmpty();
        assertThat(seen.get(0).variables()).contains("LD_PRELOAD");
    }

    @Test
    void theToolPassesThePolicyForAgents() {
        try (NixClient nix = client(Policies.forAgents());
                NixTool tool = NixTool.of(nix)) {
            assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"]}").status()).isEqualTo(ToolStatus.EXITED);
        }
    }
}
