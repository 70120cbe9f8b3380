package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Process pitfall 14: an interrupt that is lost, or that loses the process. */
@Timeout(60)
class InterruptPitfallsTest {

    private final Marked marked = Marked.create();

    @AfterEach
    void endWhatIsLeft() {
        marked.kill();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void pitfall14AnInterruptStopsTheTreeAndStaysSet() throws Exception {
        AtomicReference<ProcessOutcome> outcome = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            outcome.set(run(sh("sleep " + marked.seconds() + "; :")));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        marked.awaitAlive(2);

        caller.interrupt();
        caller.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(outcome.get().termination()).isEqualTo(new Termination.Cancelled(false));
        assertThat(outcome.get().duration()).isLessThan(Duration.ofSeconds(10));
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
            assertThat(org.assertj.core.api.Assertions.catchThrowable(outcome::get))
                    .isInstanceOf(InterruptedException.class);
            assertThat(outcome).isNotDone();
        } finally {
            process.cancel();
        }
        assertThat(outcome.join().termination()).isEqualTo(new Termination.Cancelled(false));
    }
}
