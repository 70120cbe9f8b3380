package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.OutputConsumerException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task that reads one output stream of a process into its sink until the stream ends or is given up.
 *
 * <p>A pipe ends when the last process that holds it ends, which may be long after the one that was started. Nothing wakes a
 * thread that blocks in a pipe, so the task can be given up: it then ends by itself as soon as the pipe does.
 */
final class OutputPump implements Runnable {

    /** The value of {@link #readingSince()} while the pump is not waiting for the process. */
    static final long NOT_READING = Long.MIN_VALUE;

    /** The size of the first buffer, in which the output of most programs fits. */
    private static final int CHUNK = 4096;
    /** The size of later buffers. With that of a pipe, the copies that the JDK makes do not stay in the nearest cache. */
    private static final int LARGE_CHUNK = 16384;

    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long UNKNOWN = -1;

    private final InputStream stream;
    private final OutputSink sink;
    private final StopRequest stop;
    private final CountDownLatch ended;
    private volatile long readingSince = NOT_READING;
    private volatile boolean processEnded;
    private volatile boolean givenUp;
    private volatile boolean finished;
    private volatile boolean complete;
    // the bytes that were in the pipe, from the process itself, when its end was noticed
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
        // Once the process has ended, the JDK's reaper would copy what is left in the pipe, without a bound, and close
        // it; holding the monitor keeps it from doing so while this thread reads
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
            if (givenUp) {
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
                // a slow consumer must not use up the time in which the pipe may end
                drainEnd = System.nanoTime() + DRAIN_NANOS;
            }
            if (length == CHUNK && chunk.length == CHUNK) {
                chunk = new byte[LARGE_CHUNK];
            }
        }
        finish();
    }

    /** Returns whether the next bytes may come from the process, and not only from one that outlived it. */
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

    // reading goes on, because a full pipe would hold up the process that has to end
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

    /** Returns the time since when the pump waits for the process, as {@link System#nanoTime()}, or {@link #NOT_READING}. */
    long readingSince() {
        return readingSince;
    }

    /** Notes that the process has ended, after which the stream has only a while to end too. */
    void processEnded() {
        processEnded = true;
    }

    /**
     * Returns how often in a row the pump was found in the same place by calls of this method, all from one thread.
     *
     * <p>Observations rather than time, so that a pump on a machine too busy to run it is not taken for a stuck one.
     *
     * @param now what {@link #readingSince()} has just returned
     */
    int timesSeenSince(long now) {
        timesSeen = now == lastSeenReadingSince ? timesSeen + 1 : 1;
        lastSeenReadingSince = now;
        return timesSeen;
    }

    /** Stops to deliver lines, and reads the rest without delay. */
    void mute() {
        sink.mute();
    }

    /** Gives up the stream: bytes that are still read are dropped. */
    void giveUp() {
        givenUp = true;
        finished = true;
        close();
    }

    /** Returns whether the pump has ended or was given up. */
    boolean isFinished() {
        return finished;
    }

    /** Returns whether the stream was read to its end. */
    boolean isComplete() {
        return complete && !givenUp;
    }
}
