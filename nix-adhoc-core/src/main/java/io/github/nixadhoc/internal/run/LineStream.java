package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.error.CancelledException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a running program, handed from the thread that reads them to the one that asks for them.
 *
 * <p>Few lines are held at a time, so that a slow reader slows the program.
 */
final class LineStream {

    private static final int LINES_AHEAD = 256;
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final Object END = new Object();

    private final BlockingQueue<Object> lines = new ArrayBlockingQueue<>(LINES_AHEAD);
    private volatile boolean closed;
    private volatile boolean ended;
    private @Nullable Source program;

    private LineStream() {}

    /** The program that prints the lines. */
    interface Source {

        /** Registers an action for its end. */
        void onEnd(Runnable action);

        /** Stops it, and waits for its end. */
        void close();

        /**
         * Waits for its end.
         *
         * @throws io.github.nixadhoc.error.NixException if it did not succeed
         */
        void awaitSuccess();

        /** Waits for its end, and returns the exception that says that it was cancelled. */
        CancelledException awaitCancelled();
    }

    /** Starts a program with a consumer of its lines, and returns these. */
    static Stream<String> of(Function<Consumer<String>, Source> start) {
        return new LineStream().from(start);
    }

    private Stream<String> from(Function<Consumer<String>, Source> start) {
        Source started = start.apply(this::put);
        program = started;
        started.onEnd(this::end);
        return StreamSupport.stream(new Lines(started), false).onClose(this::close);
    }

    /** Waits for a free place, but not for the reader of a program that has been stopped meanwhile. */
    private void put(String line) {
        try {
            boolean taken = false;
            while (!taken && !closed && !ended) {
                taken = lines.offer(line, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does not wait for a free place: a reader of an empty queue checks the flag. */
    private void end() {
        ended = true;
        lines.offer(END);
    }

    private void close() {
        closed = true;
        lines.clear();
        if (program != null) {
            program.close();
        }
    }

    /** Hands out the lines one by one, and the program's failure after the last. */
    private final class Lines extends Spliterators.AbstractSpliterator<String> {

        private final Source source;
        private boolean finished;

        Lines(Source source) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.source = source;
        }

        @Override
        public boolean tryAdvance(Consumer<? super String> action) {
            if (finished || closed) {
                return false;
            }
            Object line = take();
            if (line instanceof String text) {
                action.accept(text);
                return true;
            }
            finished = true;
            source.awaitSuccess();
            return false;
        }

        private Object take() {
            try {
                // Read before the queue: if the program ends after this, its last lines or END are still in the queue.
                boolean endedBefore = ended;
                Object line = lines.poll();
                if (line != null) {
                    return line;
                }
                return endedBefore ? END : lines.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw source.awaitCancelled();
            }
        }
    }
}
