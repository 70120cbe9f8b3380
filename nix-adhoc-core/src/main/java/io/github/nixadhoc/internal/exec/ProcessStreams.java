package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.Stdin;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one process. Both outputs are read at once while the input is written, and none can hold up the report of the
 * end.
 */
final class ProcessStreams implements ExecuteStreamHandler {

    // writing no more than this cannot block, and so needs no thread
    private static final int FITS_INTO_ANY_PIPE = 4096;
    private static final long STDIN_LINGER_MILLIS = 500;

    private final Stdin stdin;
    private final @Nullable ProcessInput openInput;
    private final OutputSinks sinks;
    private final StopRequest stop;
    private final ProcessDeadline deadline;
    private final Runnable afterEnd;
    private final List<OutputPump> pumps = new ArrayList<>(2);
    private final CountDownLatch pumpsEnded;
    private @Nullable StdinPump stdinPump;
    private @Nullable Future<?> stdinTask;

    /**
     * Creates the handler of a process that has not been started.
     *
     * @param stdin where its input comes from
     * @param openInput what writes its input while it runs; null if that is not open
     * @param sinks where its output goes
     * @param stop what to tell when something fails
     * @param deadline how long consumers may take after the end
     * @param afterEnd called once the process has ended and its output has been read
     */
    ProcessStreams(
            Stdin stdin,
            @Nullable ProcessInput openInput,
            OutputSinks sinks,
            StopRequest stop,
            ProcessDeadline deadline,
            Runnable afterEnd) {
        this.stdin = stdin;
        this.openInput = openInput;
        this.sinks = sinks;
        this.stop = stop;
        this.deadline = deadline;
        this.afterEnd = afterEnd;
        pumpsEnded = new CountDownLatch((sinks.stdout() == null ? 0 : 1) + (sinks.stderr() == null ? 0 : 1));
    }

    @Override
    public void setProcessInputStream(OutputStream pipe) {
        if (stdin instanceof Stdin.Bytes bytes) {
            stdinPump = new StdinPump(bytes.newInputStream(), pipe, stop);
        } else if (stdin instanceof Stdin.Stream source) {
            stdinPump = new StdinPump(source.stream(), pipe, stop);
        }
    }

    @Override
    public void setProcessOutputStream(InputStream pipe) {
        addPump(pipe, sinks.stdout());
    }

    @Override
    public void setProcessErrorStream(InputStream pipe) {
        addPump(pipe, sinks.stderr());
    }

    private void addPump(InputStream pipe, @Nullable OutputSink sink) {
        if (sink != null) {
            pumps.add(new OutputPump(pipe, sink, stop, pumpsEnded));
        }
    }

    @Override
    public void start() {
        for (OutputPump pump : pumps) {
            DaemonThreads.run(pump);
        }
        if (stdinPump != null) {
            if (stdin instanceof Stdin.Bytes bytes && bytes.size() <= FITS_INTO_ANY_PIPE) {
                stdinPump.run();
            } else {
                stdinTask = DaemonThreads.submit(stdinPump);
            }
        }
    }

    /**
     * Reads what the ended process has left, without a wait for those that outlive it, and reports its end.
     *
     * <p>Returns when no thread is left in one of the streams, which commons-exec then closes: a descendant that holds a pipe
     * can keep one there for as long as it lives. To close a pipe under a reader would let that read from whichever file gets
     * the same descriptor next, and to close one under a writer would wait for that.
     */
    @Override
    public void stop() {
        stop.awaitTreeStopped();
        if (stdinPump != null) {
            stdinPump.processEnded();
        }
        try {
            new OutputDrain(pumps, pumpsEnded, stop, deadline).await();
        } catch (InterruptedException e) {
            // the outcome holds what has been read until now
        }
        if (openInput != null) {
            // a descendant may keep the pipe open and read nothing
            openInput.close();
        }
        afterEnd.run();
        awaitStreamsLeft();
    }

    private void awaitStreamsLeft() {
        boolean waiting = true;
        while (waiting) {
            try {
                endStdin();
                pumpsEnded.await();
                waiting = false;
            } catch (InterruptedException e) {
                // it was meant for the process, whose end has been reported
            }
        }
    }

    private void endStdin() throws InterruptedException {
        if (openInput != null) {
            openInput.awaitPipeLeft();
        }
        if (stdinPump == null) {
            return;
        }
        if (stdinTask != null && !stdinPump.isDone()) {
            // an interrupt would close the channel of a file whose read is about to return
            TimeUnit.MILLISECONDS.sleep(STDIN_LINGER_MILLIS);
            stdinTask.cancel(true);
        }
        stdinPump.awaitPipeLeft();
    }

    /** Returns how long no output has come, 0 while a consumer holds it up, negative if this JVM reads none. */
    long silentNanos() {
        long silent = pumps.isEmpty() ? -1 : Long.MAX_VALUE;
        for (OutputPump pump : pumps) {
            long since = pump.readingSince();
            // the clock is read afterwards, because a negative difference would mean that this JVM reads no output
            silent = Math.min(silent, since == OutputPump.NOT_READING ? 0 : System.nanoTime() - since);
        }
        return silent;
    }

    /** Returns whether all output was read to its end. */
    boolean outputComplete() {
        for (OutputPump pump : pumps) {
            if (!pump.isComplete()) {
                return false;
            }
        }
        return true;
    }
}
