package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.OutputConsumerException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task that reads an output stream of a process into its sink until the stream ends or is abandoned.
 *
 * <p>A pipe ends when the last process that holds it ends, which may be long after the end of the process itself. A thread that
 * blocks in a read from a pipe cannot be interrupted, so the task can be abandoned: it then ends as soon as the pipe does.
 */
final class OutputPump implements Runnable {

    /** The value of {@link #readingSince()} while the pump is not waiting for output. */
    static final long NOT_READING = Long.MIN_VALUE;

    /** The size of the first buffer, which is enough for the output of most programs. */
    private static final int CHUNK = 4096;
    /** The size of later buffers. With the size of a pipe, the copies that the JDK makes would not fit into the L1 cache. */
    private static final int LARGE_CHUNK = 16384;

    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long UNKNOWN = -1;

    private final InputStream stream;
    private final OutputSink sink;
    private final StopRequest stop;
    private final CountDownLatch ended;
    private volatile long readingSince = NOT_READING;
    private volatile boolean processEnded;
    private volatile boolean abandoned;
    private volatile boolean finished;
    private volatile boolean complete;
    // the number of bytes in the pipe when the end of the process was noticed, all of them from the process itself
    private long unread = UNKNOWN;
    private long drainEnd;
    private long lastSeenReadingSince = NOT_READING;
    private int timesSeen;

    OutputPump(InputStream stream, OutputSink sink, StopRequest stop, CountDownLatch ended) {
        this.stream = stream;
        this.sink = sink;
        this.stop = stop;
        this.ended = ended;
    }

    @Override
    public void run() {
        // when the process has ended, the JDK's reaper would copy the rest of the pipe, without a bound, and close it;
        // the monitor prevents that while this thread reads
        synchronized (stream) {
            try (stream) {
                pump();
            } catch (IOException e) {
                complete = false;
            }
        }
        readingSince = System.nanoTime();
        finished = true;
        ended.countDown();
    }

    private void pump() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (mayRead()) {
            readingSince = System.nanoTime();
            int length = stream.read(chunk);
            readingSince = NOT_READING;
            if (abandoned) {
                return;
            }
            if (length < 0) {
                complete = true;
                break;
            }
            boolean wasUnread = unread > 0;
            if (wasUnread) {
                unread = Math.max(0, unread - length);
            }
            deliver(chunk, length);
            if (wasUnread) {
                // a slow consumer must not consume the time in which the pipe may end
                drainEnd = System.nanoTime() + DRAIN_NANOS;
            }
            if (length == CHUNK && chunk.length == CHUNK) {
                chunk = new byte[LARGE_CHUNK];
            }
        }
        finish();
    }

    /** Returns whether the next bytes may come from the process itself, and not only from a descendant that outlived it. */
    private boolean mayRead() throws IOException {
        if (!processEnded) {
            return true;
        }
        if (unread == UNKNOWN) {
            unread = stream.available();
            drainEnd = System.nanoTime() + DRAIN_NANOS;
        }
        return unread > 0 || drainEnd - System.nanoTime() > 0;
    }

    private void deliver(byte[] chunk, int length) {
        try {
            keep(chunk, length);
            sink.deliver(chunk, length);
        } catch (Throwable e) {
            fail(e);
        }
        if (sink.isOverLimit()) {
            stop.request(StopRequest.Cause.OUTPUT_LIMIT);
        }
    }

    private void keep(byte[] chunk, int length) {
        try {
            sink.keep(chunk, length);
        } catch (IOException e) {
            failToWrite(e);
        }
    }

    private void finish() {
        try {
            sink.deliverRest();
        } catch (Throwable e) {
            fail(e);
        }
        close();
    }

    private void close() {
        try {
            sink.close();
        } catch (IOException e) {
            failToWrite(e);
        }
    }

    // reading continues, because a full pipe would keep the process from ending
    private void fail(Throwable failure) {
        sink.mute();
        stop.fail(outcome -> new OutputConsumerException(outcome, failure));
    }

    private void failToWrite(IOException failure) {
        sink.mute();
        stop.fail(outcome -> new OutputConsumerException(
                "the program's output could not be written to " + sink.file() + ": " + failure.getMessage(),
                outcome,
                failure));
    }

    /** Returns the {@link System#nanoTime()} since when the pump has waited for output, or {@link #NOT_READING}. */
    long readingSince() {
        return readingSince;
    }

    /** Notes that the process has ended, after which the stream has a limited time to end. */
    void processEnded() {
        processEnded = true;
    }

    /**
     * Returns the number of consecutive calls of this method, all from one thread, that found the pump in the same read.
     *
     * <p>It counts calls instead of measuring time, so that a pump that a busy machine does not run is not considered stuck.
     *
     * @param now the current result of {@link #readingSince()}
     */
    int timesSeenSince(long now) {
        timesSeen = now == lastSeenReadingSince ? timesSeen + 1 : 1;
        lastSeenReadingSince = now;
        return timesSeen;
    }

    /** Stops the delivery of output, so that the rest is read without delay. */
    void mute() {
        sink.mute();
    }

    /** Abandons the stream: bytes that are still read are dropped. */
    void abandon() {
        abandoned = true;
        finished = true;
        sink.abandon();
    }

    /** Returns whether the pump has ended or was abandoned. */
    boolean isFinished() {
        return finished;
    }

    /** Returns whether the stream was read to its end. */
    boolean isComplete() {
        return complete && !abandoned;
    }
}
