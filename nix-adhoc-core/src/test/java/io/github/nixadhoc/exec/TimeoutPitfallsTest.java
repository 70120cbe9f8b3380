package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static io.github.nixadhoc.exec.Programs.start;
import static io.github.nixadhoc.exec.Programs.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.exec.ProcessTree;
import io.github.nixadhoc.model.Termination;
import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Process pitfalls 9 to 13: deadlines, trees, ignored signals, zombies. */
class TimeoutPitfallsTest {

    /** What ends by SIGTERM has the time for it, also on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Marked marked = Marked.create();

    @AfterEach
    void stopLeftovers() {
        marked.kill();
    }

    @Test
    void pitfall09ATimeoutEndsTheCall() {
        ProcessOutcome outcome = run(sh("sleep 60; echo x").withLimits(within(Duration.ofSeconds(1), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(outcome.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(outcome.stdout().text()).isEmpty();
    }

    @Test
    void pitfall10ATimeoutEndsTheWholeTree() {
        ProcessOutcome outcome = run(sh("sh -c 'sleep " + marked.seconds() + "; :' & sleep " + marked.seconds() + "; :")
                .withLimits(within(Duration.ofMillis(300), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void pitfall10ProcessesThatTheTreeStartsWhileItIsStoppedEndToo() {
        ProcessOutcome outcome = run(sh("trap 'sleep " + marked.seconds() + "' TERM; sleep " + marked.seconds() + "; :")
                .withLimits(within(Duration.ofMillis(300), Duration.ofMillis(500))));

        assertThat(outcome.termination()).isInstanceOf(Termination.TimedOut.class);
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void pitfall10ATreeThatIsJustGrowingEndsToo() {
        for (int i = 0; i < 50; i++) {
            RunningProcess process = start(sh("sleep " + marked.seconds() + "; :"));
            process.cancel();

            assertThat(process.await().termination()).isEqualTo(new Termination.Cancelled(false));
            assertThat(marked.alive()).as("run %d", i).isEmpty();
        }
    }

    @Test
    void pitfall11OrphansOfAParentThatDiedFirstAreStillFound() throws Exception {
        Process root = new ProcessBuilder(
                        "sh", "-c", "sh -c 'sleep " + marked.seconds() + "; :'; : " + marked.seconds())
                .start();
        marked.awaitAlive(3);
        ProcessTree tree = new ProcessTree(root.toHandle());
        Waits.forDeath(root);
        marked.awaitAlive(2);

        boolean forced = tree.stop(Duration.ofSeconds(5));

        assertThat(forced).isFalse();
        assertThat(marked.alive()).isEmpty();
    }

    @Test
    void aProcessThatIsNoMemberAnyMoreIsNotSignalled() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ProcessTree tree = new ProcessTree(ended.toHandle());
        assertThat(Waits.forExit(ended)).isZero();

        assertThat(tree.stop(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void pitfall12AProgramThatIgnoresSigtermIsKilled() {
        ProcessOutcome outcome = run(sh("trap '' TERM; while :; do sleep 0.1; done")
                .withLimits(within(Duration.ofMillis(300), Duration.ofMillis(500))));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(true));
        assertThat(outcome.termination().isSuccess()).isFalse();
        assertThat(outcome.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(800));
    }

    @Test
    void pitfall12AProgramThatExitsSuccessfullyOnSigtermHasTimedOut() {
        ProcessOutcome outcome = run(sh("trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done")
                .withLimits(within(Duration.ofMillis(300), Duration.ofSeconds(5))));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(outcome.stdout().text()).isEqualTo("bye\n");
    }

    @Test
    void withoutAGracePeriodSigkillFollowsAtOnce() {
        ProcessOutcome outcome = run(sh("trap '' TERM; while :; do sleep 0.1; done")
                .withLimits(within(Duration.ofMillis(300), Duration.ZERO)));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(true));
        assertThat(outcome.duration()).isLessThan(Waits.LIMIT);
    }

    @Test
    void pitfall13FiveHundredTimeoutsLeaveNeitherZombiesNorThreadsNorDescriptors() throws Exception {
        Footprint before = Footprint.now();
        ProcessSpec spec = sh("sleep " + marked.seconds()).withLimits(within(Duration.ofMillis(20), GRACE));
        ExecutorService callers = Executors.newFixedThreadPool(10);
        try {
            List<Callable<ProcessOutcome>> calls = IntStream.range(0, 500)
                    .<Callable<ProcessOutcome>>mapToObj(i -> () -> run(spec))
                    .toList();
            for (Future<ProcessOutcome> call : callers.invokeAll(calls)) {
                assertThat(call.get().termination()).isEqualTo(new Termination.TimedOut(false));
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(before.settled().fitsInto(before))
                .as("%s, was %s", Footprint.now(), before)
                .isTrue();
        assertThat(ProcessHandle.current().children().filter(TimeoutPitfallsTest::isZombie))
                .isEmpty();
    }

    @Test
    void aSilentProgramIsStoppedByTheIdleTimeout() {
        ProcessOutcome outcome = run(sh("echo 1; sleep 0.2; echo 2; sleep 0.2; echo 3; sleep 60")
                .withLimits(new TimeLimits(null, Duration.ofMillis(600), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.IdleTimedOut(false));
        assertThat(outcome.stdout().lines()).containsExactly("1", "2", "3");
        assertThat(outcome.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aSlowConsumerIsNotConsideredASilentProgram() {
        ProcessOutcome outcome = run(sh("echo 1; echo 2")
                .withStdout(linesTo(line -> Waits.pause(Duration.ofMillis(600))))
                .withLimits(new TimeLimits(null, Duration.ofMillis(300), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void theIdleTimeoutDoesNotCountWhereNoOutputIsSeen() {
        ProcessOutcome outcome = run(sh("sleep 0.6")
                .withStdout(new Output.Discard())
                .withStderr(new Output.Discard())
                .withLimits(new TimeLimits(null, Duration.ofMillis(200), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void theDeadlineEndsAConsumerThatIsStuckAfterTheProgramHasEnded() {
        CountDownLatch never = new CountDownLatch(1);

        ProcessOutcome outcome = run(sh("echo 1; echo 2")
                .withStdout(linesTo(line -> Waits.stickAt(never)))
                .withLimits(within(Duration.ofSeconds(1), GRACE)));

        assertThat(outcome.termination()).isEqualTo(new Termination.TimedOut(false));
        assertThat(outcome.duration()).isLessThan(Waits.LIMIT);
        never.countDown();
    }

    @Test
    void aLimitLongerThanTheClockCanCountIsNone() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);

        ProcessOutcome outcome = run(ProcessSpec.of("true").withLimits(new TimeLimits(forEver, forEver, forEver)));

        assertThat(outcome.termination()).isEqualTo(new Termination.Exited(0));
    }

    @Test
    void aCancelledTreeEndsAndAnEndedOneIsLeftAlone() {
        RunningProcess process = start(sh("sleep " + marked.seconds() + "; :"));

        process.cancel();

        assertThat(process.await().termination()).isEqualTo(new Termination.Cancelled(false));
        assertThat(marked.alive()).isEmpty();
        process.cancel();
        assertThat(process.await().termination()).isEqualTo(new Termination.Cancelled(false));
    }

    @Test
    void aSignalFromElsewhereIsDistinguishedFromAnExit() {
        assertThat(run(sh("kill -9 $$")).termination()).isEqualTo(new Termination.Signaled(9));
        assertThat(run(sh("kill -15 $$")).termination()).isEqualTo(new Termination.Signaled(15));
        assertThat(run(sh("exit 128")).termination()).isEqualTo(new Termination.Exited(128));
        assertThat(run(sh("exit 255")).termination()).isEqualTo(new Termination.Exited(255));
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
