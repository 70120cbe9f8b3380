package io.github.nixadhoc.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final CommandRun RUN = CommandRun.of(1, "nix run nixpkgs#x");
    private static final long MAX_WAIT = Waits.LIMIT.toNanos();

    private final List<NixEvent> delivered = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void eventsComeInOrder() {
        EventQueue queue = queue(delivered::add);
        List<NixEvent> events = List.of(
                NixEvent.CommandStarted.of(RUN), line(1), line(2), NixEvent.PhaseStarted.of(RUN, Phase.REALISE));

        events.forEach(queue::add);

        assertThat(queue.await(MAX_WAIT)).isLessThan(MAX_WAIT);
        assertThat(delivered).isEqualTo(events);
    }

    @Test
    void fastProgressIsDeliveredTenTimesASecondForEachActivity() throws InterruptedException {
        EventQueue queue = queue(delivered::add);
        long begin = System.nanoTime();
        Waits.until("progress of both is delivered several times", () -> {
            for (int i = 0; i < 1000; i++) {
                queue.addProgress(1 + i % 2, progress(1 + i % 2, i));
            }
            return deliveriesOf(1) >= 6 && deliveriesOf(2) >= 6;
        });
        long passed = System.nanoTime() - begin;

        long most = passed / EventQueue.INTERVAL + 1;
        assertThat(deliveriesOf(1)).isLessThanOrEqualTo(most);
        assertThat(deliveriesOf(2)).isLessThanOrEqualTo(most);
    }

    private long deliveriesOf(long activity) {
        return delivered.stream()
                .filter(event -> ((NixEvent.DownloadProgress) event).activity() == activity)
                .count();
    }

    @Test
    void theLatestProgressIsDeliveredThoughNothingFollows() throws InterruptedException {
        EventQueue queue = queue(delivered::add);
        queue.addProgress(1, progress(1, 1));
        Waits.until(() -> delivered.size() == 1);
        queue.addProgress(1, progress(1, 2));
        Waits.until(() -> delivered.size() == 2);

        assertThat(delivered).containsExactly(progress(1, 1), progress(1, 2));
    }

    @Test
    void theEndOfAnActivityReplacesWaitingProgress() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queueBlockedBy(busy);
        queue.add(line(0));
        queue.addProgress(1, progress(1, 5));
        NixEvent end = NixEvent.DownloadEnded.of(RUN, 1, "x", ByteSize.of(9), ByteSize.of(9), Duration.ZERO);
        queue.addEnd(1, end);
        busy.countDown();

        assertThat(queue.await(MAX_WAIT)).isLessThan(MAX_WAIT);
        assertThat(delivered).containsExactly(line(0), end);
    }

    @Test
    void eventsForASlowReceiverAreBoundedAndCounted() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queueBlockedBy(busy);
        int lines = EventQueue.MAX_WITH_LINES + 1000;
        for (int i = 0; i < lines; i++) {
            queue.add(line(i));
        }
        NixEvent phase = NixEvent.PhaseStarted.of(RUN, Phase.EXECUTE);
        queue.add(phase);
        queue.close(dropped -> NixEvent.CommandEnded.of(RUN, Duration.ZERO, false, dropped));
        busy.countDown();

        Waits.forLatch(done);
        assertThat(delivered.get(delivered.size() - 2)).isEqualTo(phase);
        NixEvent.CommandEnded ended = (NixEvent.CommandEnded) delivered.get(delivered.size() - 1);
        assertThat(ended.dropped()).isBetween(999L, 1000L);
        assertThat(delivered).hasSize(lines - (int) ended.dropped() + 2);
    }

    @Test
    void aSlowReceiverIsNotAwaitedForLong() {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queue(event -> Waits.forLatch(busy));
        queue.add(line(1));

        long waited = queue.await(TimeUnit.MILLISECONDS.toNanos(50));

        busy.countDown();
        assertThat(waited).isBetween(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void theThreadEndsWithTheLastEvent() throws InterruptedException {
        EventQueue queue = queue(delivered::add);
        queue.close(dropped -> NixEvent.CommandEnded.of(RUN, Duration.ZERO, false, dropped));

        Waits.forLatch(done);
        queue.add(line(1));
        assertThat(delivered).hasSize(1);
    }

    private EventQueue queueBlockedBy(CountDownLatch busy) {
        return queue(event -> {
            Waits.forLatch(busy);
            delivered.add(event);
        });
    }

    private EventQueue queue(java.util.function.Consumer<NixEvent> receiver) {
        EventQueue queue = new EventQueue(receiver, ended -> done.countDown());
        queue.start();
        return queue;
    }

    private static NixEvent line(int number) {
        return NixEvent.BuildLogLine.of(RUN, 1, "x", "line " + number);
    }

    private static NixEvent progress(long activity, long done) {
        return NixEvent.DownloadProgress.of(RUN, activity, "x", ByteSize.of(done), ByteSize.ZERO);
    }
}
