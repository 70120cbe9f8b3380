package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Output;
import io.github.nixadhoc.model.CapturedOutput;
import io.github.nixadhoc.model.Overflow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of the bytes of one stream: a buffer, a file, a copy, and consumers of lines.
 *
 * <p>One thread fills it. Another thread may read the buffer and abandon the sink while a consumer or the file blocks the first
 * one forever, so keeping and delivering are separate, and no lock is held while a consumer runs or the file is written.
 */
public final class OutputSink {

    private static final long RECHECK_MILLIS = 200;

    private final Output.Capture capture;
    private final Charset charset;
    private final HeadTailBuffer kept;
    private final @Nullable SpillFile spill;
    private final @Nullable LineCutter lines;
    private volatile boolean muted;
    private boolean closed;

    private OutputSink(Output.Capture capture, Charset charset, @Nullable SpillFile spill) {
        this.capture = capture;
        this.charset = charset;
        this.spill = spill;
        kept = new HeadTailBuffer(capture.maxBytes(), capture.overflow());
        lines = capture.lineConsumers().isEmpty() ? null : new LineCutter(charset, capture.lineConsumers());
    }

    static OutputSink open(Output.Capture capture, Charset charset) throws IOException {
        Path file = capture.spillTo();
        return new OutputSink(capture, charset, file == null ? null : SpillFile.open(file));
    }

    /** Adds bytes to the buffer and to the file. */
    public void keep(byte[] chunk, int length) throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            kept.append(chunk, length);
            notifyAll();
        }
        if (spill != null) {
            spill.write(chunk, length);
        }
    }

    /** Returns whether any bytes are kept. */
    boolean isKeeping() {
        return capture.maxBytes() > 0;
    }

    /**
     * Waits for a byte at or after a position.
     *
     * @param from the position in the stream
     * @param ended returns whether the stream has ended
     * @return the position of the first byte that is kept; -1 at the end of the stream
     */
    synchronized long awaitKept(long from, BooleanSupplier ended) throws InterruptedException {
        while (kept.total() <= from) {
            if (closed || ended.getAsBoolean()) {
                return -1;
            }
            wait(RECHECK_MILLIS);
        }
        return kept.firstKept(from);
    }

    /** Copies kept bytes from a position that {@link #awaitKept} has returned; none if they have been dropped since then. */
    synchronized int copyKept(long from, byte[] target) {
        return kept.firstKept(from) == from ? kept.copy(from, target) : 0;
    }

    /** Returns the file that receives every byte; null for none. */
    @Nullable
    Path file() {
        return capture.spillTo();
    }

    /** Returns whether more bytes were read than the limit allows. */
    public synchronized boolean isOverLimit() {
        return capture.overflow() == Overflow.FAIL && kept.overflowed();
    }

    /** Passes bytes to the copy and to the consumers of lines. */
    public void deliver(byte[] chunk, int length) throws IOException {
        OutputStream copy = capture.copyTo();
        if (copy != null && !muted) {
            copy.write(chunk, 0, length);
        }
        if (lines != null) {
            lines.append(chunk, length);
        }
    }

    /** Flushes the copy and delivers the last line. */
    public void deliverRest() throws IOException {
        OutputStream copy = capture.copyTo();
        if (copy != null && !muted) {
            copy.flush();
        }
        if (lines != null) {
            lines.end();
        }
    }

    /** Stops the delivery of bytes and lines. */
    public void mute() {
        muted = true;
        if (lines != null) {
            lines.mute();
        }
    }

    synchronized CapturedOutput captured() {
        return kept.captured(charset);
    }

    /** Closes the file and ends waits for more bytes. Called by the thread that fills the sink. */
    public void close() throws IOException {
        end();
        if (spill != null) {
            spill.close();
        }
    }

    /** Gives up the file and ends waits for more bytes, while another thread may be blocked by the file. Does not block. */
    void abandon() {
        end();
        if (spill != null) {
            spill.abandon();
        }
    }

    private synchronized void end() {
        closed = true;
        notifyAll();
    }
}
