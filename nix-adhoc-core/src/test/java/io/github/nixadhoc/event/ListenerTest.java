package io.github.nixadhoc.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.exec.OutputConsumerException;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NixlessClient;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private final RecordedEvents events = new RecordedEvents();

    @Test
    void aRunIsReportedFromBeginningToEnd() {
        try (NixClient nix = client(events).build()) {
            nix.run("cowsay").secretEnv("TOKEN", "hunter2").execute();
        }

        assertThat(events.all().stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "CommandStarted",
                        "PhaseStarted",
                        "PhaseEnded",
                        "PhaseStarted",
                        "PhaseEnded",
                        "PhaseStarted",
                        "PhaseEnded",
                        "PhaseStarted",
                        "ProgramStarted",
                        "ProgramEnded",
                        "PhaseEnded",
                        "CommandEnded");
        assertThat(events.all().toString()).doesNotContain("hunter2");
    }

    @Test
    void aDenialIsAFailureOfTheReview() {
        try (NixClient nix =
                client(events).policy(command -> Decision.deny("not today")).build()) {
            assertThatThrownBy(() -> nix.run("cowsay").execute()).isInstanceOf(CommandDeniedException.class);
        }

        assertThat(events.of(NixEvent.PhaseEnded.class))
                .extracting(ended -> ended.phase() + " " + ended.failed())
                .containsExactly("resolve false", "review true");
        assertThat(events.of(NixEvent.CommandEnded.class)).hasSize(1).allMatch(NixEvent.CommandEnded::failed);
    }

    @Test
    void aRunWhoseConsumerThrowsEndsToo() {
        try (NixClient nix = client(events).build()) {
            assertThatThrownBy(() -> nix.run("cowsay")
                            .onStdout(line -> {
                                throw new IllegalStateException("a consumer");
                            })
                            .execute())
                    .isInstanceOf(OutputConsumerException.class);
        }

        assertThat(events.of(NixEvent.CommandEnded.class)).hasSize(1).allMatch(NixEvent.CommandEnded::failed);
    }

    @Test
    void aListenerThatNeverEndsIsInterruptedWhenTheClientIsClosed() throws InterruptedException {
        CompletableFuture<Thread> told = new CompletableFuture<>();
        NixListener stuck = event -> {
            told.complete(Thread.currentThread());
            try {
                // a listener that is stuck on purpose
                Thread.sleep(Duration.ofHours(1).toMillis());
            } catch (InterruptedException e) {
                // As it should be.
            }
        };
        Thread caller;
        try (NixClient nix = client(stuck).build()) {
            assertThat(nix.run("cowsay").text()).isEqualTo("moo");
            caller = Waits.forResult(told);
            assertThat(caller.isAlive()).isTrue();
        }

        Waits.forEnd(caller);
    }

    @Test
    void aListenerMayRunCommandsItself() {
        try (NixClient nix = client(events).build();
                NixClient outer = client(event -> {
                            if (event instanceof NixEvent.CommandStarted) {
                                nix.run("cowsay").execute();
                            }
                        })
                        .build()) {
            outer.run("cowsay").execute();
        }

        assertThat(events.of(NixEvent.CommandEnded.class)).hasSize(1);
    }

    @Test
    void withoutAListenerThereIsNoThread() {
        Set<Thread> before = threads();
        try (NixClient nix = client(null).build()) {
            nix.run("cowsay")
                    .onStdout(line -> assertThat(threads()).isSubsetOf(before))
                    .execute();
        }
    }

    /** Those of tests that have just ended may still be there. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("nix-adhoc-events"))
                .collect(Collectors.toSet());
    }

    private static NixClientBuilder client(NixListener listener) {
        RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", StubResult.stdout("moo\n"));
        NixClientBuilder builder = NixlessClient.builder(executor);
        return listener == null ? builder : builder.listener(listener);
    }
}
