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
    private static final long PATIENCE = Waits.LIMIT.toNanos();

    private final List<NixEvent> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void eventsComeInOrder() {
        EventQueue queue = queue(told::add);
        List<NixEvent> events = List.of(
                NixEvent.CommandStarted.of(RUN), line(1), line(2), NixEvent.PhaseStarted.of(RUN, Phase.REALISE));

        events.forEach(queue::add);

        assertThat(queue.await(PATIENCE)).isLessThan(PATIENCE);
        assertThat(told).isEqualTo(events);
    }

    @Test
    void aFastStreamOfProgressIsToldTenTimesASecondForEachActivity() throws InterruptedException {
        EventQueue queue = queue(told::add);
        long begin = System.nanoTime();
        Waits.until("both are told of several times", () -> {
            for (int i = 0; i < 1000; i++) {
                queue.addProgress(1 + i % 2, progress(1 + i % 2, i));
            }
            return toldOf(1) >= 6 && toldOf(2) >= 6;
        });
        long passed = System.nanoTime() - begin;

        long most = passed / EventQueue.INTERVAL + 1;
        assertThat(toldOf(1)).isLessThanOrEqualTo(most);
        assertThat(toldOf(2)).isLessThanOrEqualTo(most);
    }

    private long toldOf(long activity) {
        return told.stream()
                .filter(event -> ((NixEvent.DownloadProgress) event).activity() == activity)
                .count();
    }

    @Test
    void theLatestProgressIsToldThoughNothingFollows() throws InterruptedException {
        EventQueue queue = queue(told::add);
        queue.addProgress(1, progress(1, 1));
        Waits.until(() -> told.size() == 1);
        queue.addProgress(1, progress(1, 2));
        Waits.until(() -> told.size() == 2);

        assertThat(told).containsExactly(progress(1, 1), progress(1, 2));
    }

    @Test
    void theEndOfAnActivityTakesThePlaceOfProgressThatWaits() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queue(event -> {
            Waits.forLatch(busy);
            told.add(event);
        });
        queue.add(line(0));
        queue.addProgress(1, progress(1, 5));
        NixEvent end = NixEvent.DownloadEnded.of(RUN, 1, "x", ByteSize.of(9), ByteSize.of(9), Duration.ZERO);
        queue.addEnd(1, end);
        busy.countDown();

        assertThat(queue.await(PATIENCE)).isLessThan(PATIENCE);
        assertThat(told).containsExactly(line(0), end);
    }

    @Test
    void whatASlowReceiverCannotTakeIsBoundedAndCounted() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queue(event -> {
            Waits.forLatch(busy);
            told.add(event);
        });
        int lines = EventQueue.MAX_WITH_LINES + 1000;
        for (int i = 0; i < lines; i++) {
            queue.add(line(i));
        }
        NixEvent phase = NixEvent.PhaseStarted.of(RUN, Phase.EXECUTE);
        queue.add(phase);
        queue.close(dropped -> NixEvent.CommandEnded.of(RUN, Duration.ZERO, false, dropped));
        busy.countDown();

        Waits.forLatch(done);
        assertThat(told.get(told.size() - 2)).isEqualTo(phase);
        NixEvent.CommandEnded ended = (NixEvent.CommandEnded) told.get(told.size() - 1);
        assertThat(ended.dropped()).isBetween(999L, 1000L);
        assertThat(told).hasSize(lines - (int) ended.dropped() + 2);
    }

    @Test
    void nobodyWaitsLongForASlowReceiver() {
        CountDownLatch busy = new CountDownLatch(1);
        EventQueue queue = queue(event -> Waits.forLatch(busy));
        queue.add(line(1));

        long waited = queue.await(TimeUnit.MILLISECONDS.toNanos(50));

        busy.countDown();
        assertThat(waited).isBetween(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void theThreadEndsWithTheLastEvent() throws InterruptedException {
        EventQueue queue = queue(told::add);
        queue.close(dropped -> NixEvent.CommandEnded.of(RUN, Duration.ZERO, false, dropped));

        Waits.forLatch(done);
        queue.add(line(1));
        assertThat(told).hasSize(1);
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
