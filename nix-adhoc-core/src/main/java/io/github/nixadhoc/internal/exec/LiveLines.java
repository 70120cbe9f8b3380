package io.github.nixadhoc.internal.exec;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The lines of a stream from its beginning, read from the kept bytes while the stream still grows.
 *
 * <p>The process does not wait for the reader: where bytes were dropped before they were read, a line says how many.
 */
final class LiveLines extends Spliterators.AbstractSpliterator<String> {

    private static final int CHUNK = 8192;

    private final OutputSink sink;
    private final Charset charset;
    private final BooleanSupplier ended;
    private final byte[] chunk = new byte[CHUNK];
    private final Queue<String> ready = new ArrayDeque<>();
    private LineCutter lines;
    private long position;
    private boolean finished;

    private LiveLines(OutputSink sink, Charset charset, BooleanSupplier ended) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.sink = sink;
        this.charset = charset;
        this.ended = ended;
        lines = cutter();
    }

    /**
     * Returns the lines until the end of the stream.
     *
     * @param sink the sink that keeps the bytes of the stream
     * @param charset the charset of the stream
     * @param ended returns whether the stream has ended
     */
    static Stream<String> of(OutputSink sink, Charset charset, BooleanSupplier ended) {
        return StreamSupport.stream(new LiveLines(sink, charset, ended), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super String> action) {
        while (ready.isEmpty() && !finished) {
            read();
        }
        String line = ready.poll();
        if (line == null) {
            return false;
        }
        action.accept(line);
        return true;
    }

    private void read() {
        long from = awaitMore();
        if (from < 0) {
            lines.end();
            finished = true;
            return;
        }
        if (from > position) {
            lines.end();
            lines = cutter();
            ready.add("[… " + (from - position) + " bytes dropped …]");
            position = from;
        }
        int length = sink.copyKept(position, chunk);
        lines.append(chunk, length);
        position += length;
    }

    private long awaitMore() {
        try {
            return sink.awaitKept(position, ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException interrupted = new CancellationException("interrupted while waiting for a line");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private LineCutter cutter() {
        return new LineCutter(charset, List.of(ready::add));
    }
}
