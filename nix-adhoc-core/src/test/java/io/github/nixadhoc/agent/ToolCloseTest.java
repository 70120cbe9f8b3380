package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import io.github.nixadhoc.testkit.Waits;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool stays usable, and can be closed, whatever a model sends and whatever a policy does. */
class ToolCloseTest {

    private final RecordingExecutor executor =
            RecordingExecutor.create().answer(spec -> true, StubResult.stdout("ok\n"));

    /** Neither answers nor heeds an interrupt. */
    private static final class Deaf implements CommandPolicy {

        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Decision review(PlannedCommand command) {
            asked.incrementAndGet();
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    // deaf
                }
            }
            return Decision.deny("late");
        }

        @Override
        public boolean answersAtOnce() {
            return true;
        }
    }

    @Test
    void aPolicyThatNeverEndsDoesNotHoldUpTheEndOfTheTool() throws InterruptedException {
        Deaf deaf = new Deaf();
        try (NixClient nix = NixlessClient.builder(executor).policy(deaf).build()) {
            NixTool tool = NixTool.of(nix);
            for (int i = 0; i < ToolRuns.MAX_RUNNING; i++) {
                tool.call("nix_run", "{\"packages\":[\"jq\"],\"background\":true}");
            }
            Waits.until(() -> deaf.asked.get() == ToolRuns.MAX_RUNNING);
            Thread closing = new Thread(tool::close);
            closing.setDaemon(true);
            closing.start();

            closing.join(Waits.LIMIT.toMillis());

            assertThat(closing.isAlive()).isFalse();
            assertThat(tool.call("nix_run", "{\"packages\":[\"jq\"]}").text()).contains("has been closed");
        } finally {
            deaf.released.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"packages\":[\"a%s\"]}",
                "{\"packages\":[\"a^b%s\"]}",
                "{\"packages\":[\"jq\"],\"args\":[\"%s\"]}"
            })
    void aLongNameIsAnswered(String input) {
        String filler = input.contains("^") ? ",out".repeat(15_000) : ".a".repeat(30_000);
        try (NixClient nix = NixlessClient.builder(executor).build();
                NixTool anyFlake = NixTool.builder(nix).allowAnyFlake().build();
                NixTool tool = NixTool.of(nix)) {
            for (String name : List.of("nix_run", "nix_plan")) {
                assertThat(tool.call(name, input.formatted(filler)).text()).isNotEmpty();
                assertThat(anyFlake.call(name, input.formatted(filler)).text()).isNotEmpty();
            }
        }
    }
}
