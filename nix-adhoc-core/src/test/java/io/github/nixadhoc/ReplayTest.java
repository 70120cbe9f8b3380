package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of recorded runs, which need a policy. */
class ReplayTest {

    @TempDir
    private Path folder;

    private final RecordingExecutor executor = RecordingExecutor.create();
    private String line = "";

    @BeforeEach
    void record() throws IOException {
        executor.answer(spec -> true, StubResult.stdout(""));
        Path file = folder.resolve("audit.jsonl");
        try (NixClient nix =
                NixlessClient.builder(executor).audit(Audit.to(file)).build()) {
            nix.run("/nix/store/00000000000000000000000000000000-jq-1.7")
                    .args("-n")
                    .execute();
        }
        line = Files.readAllLines(file).get(0);
    }

    private NixClient client(@Nullable CommandPolicy policy) {
        NixClientBuilder builder = NixlessClient.builder(executor);
        return policy == null ? builder.build() : builder.policy(policy).build();
    }

    @Test
    void aClientThatWasGivenNoPolicyRefusesAndSaysWhatToDo() {
        try (NixClient nix = client(null);
                NixSession session = nix.openSession()) {
            for (NixCommands place : new NixCommands[] {nix, session}) {
                assertThatThrownBy(() -> place.replay(line)).isInstanceOfSatisfying(CommandDeniedException.class, e -> {
                    assertThat(e.reason()).contains("no policy");
                    assertThat(e.hint()).contains("policy(…)", "allowAll()");
                });
            }
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    @Test
    void aPolicyThatAllowsAllHasToBeGiven() {
        try (NixClient nix = client(CommandPolicy.allowAll())) {
            nix.replay(line).execute();
        }
        assertThat(executor.recorded())
                .extracting(ProcessSpec::command)
                .hasSize(2)
                .element(1)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("-n");
    }

    @Test
    void aReplayedCommandIsReviewedLikeAnyOther() {
        CommandPolicy denying = CommandPolicy.allOf(Policies.anyPackage(), command -> Decision.deny("not again"));
        try (NixClient nix = client(denying);
                NixClient closed = client(command -> Decision.allow())) {
            assertThatThrownBy(() -> nix.replay(line).execute()).hasMessageContaining("not again");
            assertThatThrownBy(() -> closed.replay(line).execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("Policies.anyPackage()");
        }
        assertThat(executor.recorded()).hasSize(1);
    }

    @Test
    void theDefaultClientReplaysNothing() {
        assertThat(Nix.class.getMethods()).extracting(Method::getName).doesNotContain("replay");
    }
}
