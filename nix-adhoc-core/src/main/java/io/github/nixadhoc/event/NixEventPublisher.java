package io.github.nixadhoc.event;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener that publishes what it is told, for those who prefer reactive streams.
 *
 * <pre>{@code
 * try (NixEventPublisher events = NixEventPublisher.create();
 *         NixClient nix = NixClient.builder().listener(events).build()) {
 *     events.subscribe(subscriber);
 *     nix.run("cowsay").execute();
 * }
 * }</pre>
 *
 * <p>A subscriber gets what it requests, in order within a run. Up to 1,024 events wait for one that requests nothing;
 * further ones are dropped for this subscriber, and counted. Neither Nix nor other subscribers wait for it. A subscriber
 * that throws is unsubscribed. Thread-safe.
 *
 * @since 0.1
 */
public final class NixEventPublisher implements Flow.Publisher<NixEvent>, NixListener, AutoCloseable {

    private static final int BUFFER = 1024;

    private final SubmissionPublisher<NixEvent> publisher;
    private final AtomicLong dropped = new AtomicLong();

    private NixEventPublisher(Executor executor) {
        this.publisher = new SubmissionPublisher<>(executor, BUFFER);
    }

    /**
     * Returns a publisher whose subscribers are called by the threads of {@link ForkJoinPool#commonPool()}.
     *
     * @return the publisher, to be closed
     */
    public static NixEventPublisher create() {
        return create(ForkJoinPool.commonPool());
    }

    /**
     * Returns a publisher whose subscribers are called by the threads of an executor.
     *
     * @param executor the executor
     * @return the publisher, to be closed
     */
    public static NixEventPublisher create(Executor executor) {
        return new NixEventPublisher(Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Adds a subscriber, which gets the events that come from now on.
     *
     * @param subscriber the subscriber; one that is subscribed already is told of an error
     */
    @Override
    public void subscribe(Flow.Subscriber<? super NixEvent> subscriber) {
        publisher.subscribe(subscriber);
    }

    /** {@inheritDoc} Has no effect once this is closed. */
    @Override
    public void onEvent(NixEvent event) {
        try {
            int lag = publisher.offer(event, null);
            if (lag < 0) {
                dropped.addAndGet(-lag);
            }
        } catch (IllegalStateException e) {
            // Closed meanwhile: nobody is there who would want to know.
        }
    }

    /**
     * Returns how many events were dropped, those of each subscriber added up.
     *
     * @return the number
     */
    public long dropped() {
        return dropped.get();
    }

    /** Completes the subscribers, once they have got what waits for them. Does not block. */
    @Override
    public void close() {
        publisher.close();
    }
}
