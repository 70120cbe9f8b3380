package io.github.nixadhoc.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class NixEventPublisherTest {

    private static final CommandRun RUN = CommandRun.of(1, "nix run nixpkgs#x");

    @Test
    void aSubscriberGetsWhatItRequestsInOrder() throws InterruptedException {
        Collecting subscriber = new Collecting(Long.MAX_VALUE);
        try (NixEventPublisher publisher = NixEventPublisher.create()) {
            publisher.subscribe(subscriber);
            for (int i = 0; i < 100; i++) {
                publisher.onEvent(line(i));
            }
        }

        Waits.forLatch(subscriber.completed);
        assertThat(subscriber.got).hasSize(100).startsWith(line(0), line(1)).endsWith(line(99));
    }

    @Test
    void aSubscriberGetsNoMoreThanItRequests() throws InterruptedException {
        Collecting greedy = new Collecting(Long.MAX_VALUE);
        Collecting modest = new Collecting(3);
        try (NixEventPublisher publisher = NixEventPublisher.create()) {
            publisher.subscribe(modest);
            publisher.subscribe(greedy);
            for (int i = 0; i < 50; i++) {
                publisher.onEvent(line(i));
            }
        }

        Waits.forLatch(greedy.completed);
        assertThat(modest.got).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void eventsForASlowSubscriberAreBoundedAndCounted() {
        try (NixEventPublisher publisher = NixEventPublisher.create()) {
            publisher.subscribe(new Collecting(0));

            for (int i = 0; i < 2000; i++) {
                publisher.onEvent(line(i));
            }

            assertThat(publisher.dropped()).isEqualTo(2000 - 1024);
        }
    }

    @Test
    void eventsAfterTheEndAreIgnored() {
        NixEventPublisher publisher = NixEventPublisher.create();
        publisher.close();

        publisher.onEvent(line(1));

        assertThat(publisher.dropped()).isZero();
    }

    private static NixEvent line(int number) {
        return NixEvent.BuildLogLine.of(RUN, 1, "x", "line " + number);
    }

    private static final class Collecting implements Flow.Subscriber<NixEvent> {
        private final List<NixEvent> got = new CopyOnWriteArrayList<>();
        private final CountDownLatch completed = new CountDownLatch(1);
        private final long request;

        private Collecting(long request) {
            this.request = request;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            if (request > 0) {
                subscription.request(request);
            }
        }

        @Override
        public void onNext(NixEvent item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            completed.countDown();
        }

        @Override
        public void onComplete() {
            completed.countDown();
        }
    }
}
