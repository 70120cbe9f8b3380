package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Background;
import io.github.nixadhoc.testkit.Waits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Process pitfall 14: an interrupt that is lost, or that loses the process. */
class InterruptPitfallsTest {

    private final Marked marked = Marked.create();

    @AfterEach
    void stopLeftovers() {
        marked.kill();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void pitfall14AnInterruptStopsTheTreeAndStaysSet() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Background<ProcessOutcome> caller = Background.call(() -> {
            ProcessOutcome outcome = run(sh("sleep " + marked.seconds() + "; :"));
            interrupted.set(Thread.currentThread().isInterrupted());
            return outcome;
        });
        marked.awaitAlive(2);

        caller.interrupt();

        assertThat(caller.result().termination()).isEqualTo(new Termination.Cancelled(false));
        assertThat(interrupted).isTrue();
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void pitfall14AStartLeavesTheInterruptFlagAsItIs() {
        Thread.currentThread().interrupt();

        RunningProcess process = start(ProcessSpec.of("echo", "hi"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.await().stdout().text()).isEqualTo("hi\n");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void pitfall14AWaitOnTheFutureIsTheCallersToInterrupt() {
        RunningProcess process = start(sh("sleep " + marked.seconds()));
        CompletableFuture<ProcessOutcome> outcome = process.outcome();
        Thread.currentThread().interrupt();

        try {
            assertThat(catchThrowable(outcome::get)).isInstanceOf(InterruptedException.class);
            assertThat(outcome).isNotDone();
        } finally {
            process.cancel();
        }
        assertThat(Waits.forResult(outcome).termination()).isEqualTo(new Termination.Cancelled(false));
    }
}
