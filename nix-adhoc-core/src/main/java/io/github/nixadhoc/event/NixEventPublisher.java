package io.github.nixadhoc.event;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener that publishes events as a reactive stream.
 *
 * <pre>{@code
 * try (NixEventPublisher events = NixEventPublisher.create();
 *         NixClient nix = NixClient.builder().listener(events).build()) {
 *     events.subscribe(subscriber);
 *     nix.run("cowsay").execute();
 * }
 * }</pre>
 *
 * <p>A subscriber receives the events that it requests, in order within a run. Up to 1,024 events are queued for a
 * subscriber that requests nothing; further events are dropped for it and counted. Neither Nix nor other subscribers wait
 * for it. A subscriber that throws is unsubscribed. Thread-safe.
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
     * Adds a subscriber, which receives all later events.
     *
     * @param subscriber the subscriber; one that is subscribed already receives an error
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
            // The publisher was closed meanwhile, so it has no subscribers.
        }
    }

    /**
     * Returns the number of dropped events of all subscribers together.
     *
     * @return the number
     */
    public long dropped() {
        return dropped.get();
    }

    /** Completes the subscribers after their queued events. Does not block. */
    @Override
    public void close() {
        publisher.close();
    }
}
