package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a process that is written while the process runs. Bytes arrive as soon as they are written, without a
 * flush.
 *
 * <p>A thread that blocks in a write to a full pipe cannot be interrupted, and the pipe cannot be closed meanwhile. So another
 * thread writes, and the caller, which waits for it, is released when the input is closed. The pipe is closed when that write
 * has returned, which happens when the process reads again or ends.
 */
final class ProcessInput extends OutputStream {

    // the most bytes that are still written after the input has been closed
    private static final int CHUNK = 8192;

    private final OutputStream pipe;
    private final ReentrantLock writeLock = new ReentrantLock();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private CompletableFuture<Boolean> lastWrite = CompletableFuture.completedFuture(true);

    ProcessInput(OutputStream pipe) {
        this.pipe = pipe;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        writeLock.lock();
        try {
            CompletableFuture<Boolean> all = startWrite(Arrays.copyOfRange(bytes, offset, offset + length));
            CompletableFuture.anyOf(all, closed).join();
            if (!all.getNow(false)) {
                throw inputClosed(null);
            }
        } catch (CompletionException e) {
            throw inputClosed(e);
        } finally {
            writeLock.unlock();
        }
    }

    private synchronized CompletableFuture<Boolean> startWrite(byte[] bytes) throws IOException {
        if (closed.isDone()) {
            throw inputClosed(null);
        }
        lastWrite = CompletableFuture.supplyAsync(() -> writeChunks(bytes), DaemonThreads::run);
        return lastWrite;
    }

    private boolean writeChunks(byte[] bytes) {
        try {
            int start = 0;
            while (start < bytes.length && !closed.isDone()) {
                int length = Math.min(CHUNK, bytes.length - start);
                pipe.write(bytes, start, length);
                pipe.flush();
                start += length;
            }
            return start == bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IOException inputClosed(@Nullable Exception cause) {
        return new IOException(
                "the program has ended, or its input has been closed, before it had read all of this", cause);
    }

    /** Ends the input, releases the writes that wait, and returns at once. */
    @Override
    public void close() {
        CompletableFuture<Boolean> last;
        synchronized (this) {
            closed.complete(null);
            last = lastWrite;
        }
        CompletableFuture<?> unused = last.whenComplete((all, failure) -> closePipe());
    }

    /** Waits, after the input has been closed, until no thread writes to the pipe. */
    void awaitPipeUnused() {
        CompletableFuture<Boolean> last;
        synchronized (this) {
            last = lastWrite;
        }
        last.handle((all, failure) -> true).join();
    }

    private void closePipe() {
        try {
            pipe.close();
        } catch (IOException e) {
            // the program has already closed its end
        }
    }
}
