package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Overflow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of the bytes of one stream: a buffer, a file, a copy, and consumers of lines.
 *
 * <p>One thread fills it. Another one may take the buffer and close the sink while a consumer blocks the first one for good,
 * so buffering and delivering are apart, and no lock is held while a consumer runs.
 */
public final class OutputSink {

    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Output.Capture capture;
    private final Charset charset;
    private final HeadTailBuffer kept;
    private final @Nullable OutputStream spill;
    private final @Nullable LineCutter lines;
    private volatile boolean muted;
    private boolean closed;

    private OutputSink(Output.Capture capture, Charset charset, @Nullable OutputStream spill) {
        this.capture = capture;
        this.charset = charset;
        this.spill = spill;
        kept = new HeadTailBuffer(capture.maxBytes(), capture.overflow());
        lines = capture.lineConsumers().isEmpty() ? null : new LineCutter(charset, capture.lineConsumers());
    }

    static OutputSink open(Output.Capture capture, Charset charset) throws IOException {
        Path file = capture.spillTo();
        return new OutputSink(capture, charset, file == null ? null : Files.newOutputStream(file));
    }

    public synchronized void keep(byte[] chunk, int length) throws IOException {
        if (closed) {
            return;
        }
        kept.append(chunk, length);
        if (spill != null) {
            spill.write(chunk, 0, length);
        }
        notifyAll();
    }

    /** Returns whether anything is kept. */
    boolean isKeeping() {
        return capture.maxBytes() > 0;
    }

    /**
     * Waits for a byte at or after a position.
     *
     * @param from the position, counted from the beginning of the stream
     * @param ended tells whether nothing more will come
     * @return the position of the first one that is kept; -1 at the end
     */
    synchronized long awaitKept(long from, BooleanSupplier ended) throws InterruptedException {
        while (kept.total() <= from) {
            if (closed || ended.getAsBoolean()) {
                return -1;
            }
            wait(LOOK_AGAIN_MILLIS);
        }
        return kept.firstKept(from);
    }

    /** Copies kept bytes from a position that {@link #awaitKept} has returned; none if they have been dropped since. */
    synchronized int copyKept(long from, byte[] target) {
        return kept.firstKept(from) == from ? kept.copy(from, target) : 0;
    }

    /** Returns the file that gets every byte; null for none. */
    @Nullable
    Path file() {
        return capture.spillTo();
    }

    public synchronized boolean isOverLimit() {
        return capture.overflow() == Overflow.FAIL && kept.overflowed();
    }

    public void deliver(byte[] chunk, int length) throws IOException {
        OutputStream copy = capture.copyTo();
        if (copy != null && !muted) {
            copy.write(chunk, 0, length);
        }
        if (lines != null) {
            lines.append(chunk, length);
        }
    }

    public void deliverRest() throws IOException {
        OutputStream copy = capture.copyTo();
        if (copy != null && !muted) {
            copy.flush();
        }
        if (lines != null) {
            lines.end();
        }
    }

    public void mute() {
        muted = true;
        if (lines != null) {
            lines.mute();
        }
    }

    synchronized CapturedOutput captured() {
        return kept.captured(charset);
    }

    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        if (spill != null) {
            spill.close();
        }
    }
}
