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
    private final SingleFlight<Set<String>, String> flights = new SingleFlight<>(released::add);
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void whoNeedsNoMoreThanIsAtWorkTakesPartAndOthersBeginAnew() throws Exception {
        var both = join(Set.of("a", "b"));
        var one = join(Set.of("a"));
        var more = join(Set.of("a", "c"));
        goOn.countDown();

        both.await(LONG);
        one.await(LONG);
        more.await(LONG);

        assertThat(begun).hasValue(2);
        assertThat(one.landed()).isEqualTo(both.landed());
        assertThat(one.wanted()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatHasComeOfItIsThereForLatecomersUntilTheLastHasLeft() throws Exception {
        goOn.countDown();
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
        assertThat(begun).hasValue(2);
    }

    @Test
    void theLastToLeaveStopsTheWork() throws Exception {
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
    void nobodyJoinsWhatHasFailed() {
        var failing = begin(Set.of("a"), () -> {
            throw new IllegalStateException("out of luck");
        });
        assertThatThrownBy(() -> failing.await(LONG))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("out of luck");
        goOn.countDown();

        assertThat(join(Set.of("a"))).isNotNull();

        assertThat(begun.get()).isLessThanOrEqualTo(1);
        failing.close();
        assertThat(released).isEmpty();
    }

    @Test
    void whatIsSuperfluousIsNotBegun() {
        assertThat(flights.join(Set.of("a"), Set::containsAll, () -> true, this::work))
                .isNull();
        assertThat(begun).hasValue(0);
    }

    @Test
    void whatIsHiddenIsNotJoined() throws Exception {
        goOn.countDown();
        var first = join(Set.of("a"));
        first.await(LONG);

        first.hide();
        join(Set.of("a")).await(LONG);

        assertThat(begun).hasValue(2);
        first.close();
        assertThat(released).containsExactly("done 1");
    }

    @Test
    void closingEndsAllWork() throws Exception {
        var seat = join(Set.of("a"));

        flights.close();

        Waits.forLatch(interrupted);
        assertThatThrownBy(() -> seat.await(LONG)).hasRootCauseMessage("stopped");
        assertThatThrownBy(() -> join(Set.of("b")).await(LONG)).hasRootCauseMessage("stopped");
    }

    private SingleFlight<Set<String>, String>.Seat join(Set<String> wanted) {
        return begin(wanted, this::work);
    }

    private SingleFlight<Set<String>, String>.Seat begin(Set<String> wanted, Supplier<String> work) {
        return flights.join(wanted, Set::containsAll, () -> false, work);
    }

    private String work() {
        int number = begun.incrementAndGet();
        try {
            goOn.await();
            return "done " + number;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("stopped");
        }
    }
}
