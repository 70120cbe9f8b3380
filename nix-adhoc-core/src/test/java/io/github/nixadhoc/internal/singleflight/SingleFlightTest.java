package io.github.nixadhoc.internal.singleflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.testkit.Waits;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private static final long LONG = Waits.LIMIT.toNanos();

    private final List<String> released = new CopyOnWriteArrayList<>();
    private final SingleFlight<Set<String>, String> tasks = new SingleFlight<>(released::add);
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void aCallerJoinsATaskThatIncludesItsKeyAndOthersStartTheirOwn() throws Exception {
        var both = join(Set.of("a", "b"));
        var one = join(Set.of("a"));
        var more = join(Set.of("a", "c"));
        proceed.countDown();

        both.await(LONG);
        one.await(LONG);
        more.await(LONG);

        assertThat(started).hasValue(2);
        assertThat(one.result()).isEqualTo(both.result());
        assertThat(one.key()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theResultIsAvailableToLaterCallersUntilTheLastHasLeft() throws Exception {
        proceed.countDown();
        var first = join(Set.of("a"));
        first.await(LONG);
        var late = join(Set.of("a"));
        first.close();
        first.close();
        late.await(LONG);
        assertThat(released).isEmpty();

        late.close();

        assertThat(released).containsExactly("done 1");
        join(Set.of("a")).await(LONG);
        assertThat(started).hasValue(2);
    }

    @Test
    void theLastParticipantToLeaveStopsTheTask() throws Exception {
        var first = join(Set.of("a"));
        var second = join(Set.of("a"));

        assertThatThrownBy(() -> second.await(1)).isInstanceOf(TimeoutException.class);
        assertThat(second.leaveAndWait()).isNull();
        assertThat(interrupted.getCount()).isEqualTo(1);

        assertThat(first.leaveAndWait()).hasMessage("stopped");
        assertThat(interrupted.getCount()).isZero();
        assertThat(released).isEmpty();
    }

    @Test
    void aFailedTaskIsNotJoined() {
        var failing = start(Set.of("a"), () -> {
            throw new IllegalStateException("out of luck");
        });
        assertThatThrownBy(() -> failing.await(LONG))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("out of luck");
        proceed.countDown();

        assertThat(join(Set.of("a"))).isNotNull();

        assertThat(started.get()).isLessThanOrEqualTo(1);
        failing.close();
        assertThat(released).isEmpty();
    }

    @Test
    void noTaskStartsIfTheResultIsAvailable() {
        assertThat(tasks.join(Set.of("a"), Set::containsAll, () -> true, this::work))
                .isNull();
        assertThat(started).hasValue(0);
    }

    @Test
    void aHiddenTaskIsNotJoined() throws Exception {
        proceed.countDown();
        var first = join(Set.of("a"));
        first.await(LONG);

        first.hide();
        join(Set.of("a")).await(LONG);

        assertThat(started).hasValue(2);
        first.close();
        assertThat(released).containsExactly("done 1");
    }

    @Test
    void closingInterruptsAllTasks() throws Exception {
        var participation = join(Set.of("a"));

        tasks.close();

        Waits.forLatch(interrupted);
        assertThatThrownBy(() -> participation.await(LONG)).hasRootCauseMessage("stopped");
        assertThatThrownBy(() -> join(Set.of("b")).await(LONG)).hasRootCauseMessage("stopped");
    }

    private SingleFlight<Set<String>, String>.Participation join(Set<String> key) {
        return start(key, this::work);
    }

    private SingleFlight<Set<String>, String>.Participation start(Set<String> key, Supplier<String> work) {
        return tasks.join(key, Set::containsAll, () -> false, work);
    }

    private String work() {
        int number = started.incrementAndGet();
        try {
            proceed.await();
            return "done " + number;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("stopped");
        }
    }
}
