package io.github.nixadhoc.internal.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * A bounded queue of bytes between the thread that reads a pipe and the thread that waits for an answer.
 *
 * <p>The piped streams of the JDK look only once a second whether something has come, and take the end of a thread of a pool for
 * the end of the stream.
 */
final class ByteHandover {

    private static final int CAPACITY = 1 << 16;

    private final byte[] ring = new byte[CAPACITY];
    private int start;
    private int length;
    private boolean ended;
    private boolean abandoned;

    /** Returns the side of the writer, which waits while the queue is full. */
    OutputStream writer() {
        return new Writer();
    }

    /** Returns the side of the reader, which waits while the queue is empty. */
    InputStream reader() {
        return new Reader();
    }

    /** Ends the stream behind the bytes in the queue. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Ends the stream at once, and drops what is still written. */
    synchronized void abandon() {
        abandoned = true;
        ended = true;
        length = 0;
        notifyAll();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    private synchronized int take(byte[] bytes, int offset, int wanted) throws IOException {
        try {
            while (length == 0 && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a store");
        }
        if (abandoned) {
            throw new IOException("the connection has been closed");
        }
        if (length == 0) {
            return -1;
        }
        int count = Math.min(wanted, Math.min(length, CAPACITY - start));
        System.arraycopy(ring, start, bytes, offset, count);
        start = (start + count) % CAPACITY;
        length -= count;
        notifyAll();
        return count;
    }

    private synchronized int put(byte[] bytes, int offset, int offered) throws IOException {
        try {
            while (length == CAPACITY && !abandoned) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while passing on the answer of a store");
        }
        if (abandoned) {
            return offered;
        }
        int end = (start + length) % CAPACITY;
        int count = Math.min(offered, Math.min(CAPACITY - length, CAPACITY - end));
        System.arraycopy(bytes, offset, ring, end, count);
        length += count;
        notifyAll();
        return count;
    }

    private final class Reader extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            return wanted == 0 ? 0 : take(bytes, offset, wanted);
        }
    }

    private final class Writer extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                done += put(bytes, offset + done, count - done);
            }
        }
    }
}
