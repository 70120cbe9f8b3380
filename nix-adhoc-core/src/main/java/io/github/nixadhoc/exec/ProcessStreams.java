package io.github.nixadhoc.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one process: both outputs are read at once while the input is written, and none of them can hold up the
 * end.
 */
final class ProcessStreams implements ExecuteStreamHandler {

    // so that writing it cannot block, and needs no thread
    private static final int FITS_INTO_ANY_PIPE = 4096;
    private static final long STDIN_LINGER_MILLIS = 500;

    private final Stdin stdin;
    private final OutputSinks sinks;
    private final Stop stop;
    private final Deadline deadline;
    private final List<OutputPump> pumps = new ArrayList<>(2);
    private final CountDownLatch pumpsEnded;
    private @Nullable StdinPump stdinPump;
    private @Nullable Future<?> stdinTask;

    /**
     * Creates the handler of a process that has not been started.
     *
     * @param stdin where its input comes from
     * @param sinks where its output goes
     * @param stop what to tell when something fails
     * @param deadline how long consumers may take after the end
     */
    ProcessStreams(Stdin stdin, OutputSinks sinks, Stop stop, Deadline deadline) {
        this.stdin = stdin;
        this.sinks = sinks;
        this.stop = stop;
        this.deadline = deadline;
        pumpsEnded = new CountDownLatch((sinks.stdout() == null ? 0 : 1) + (sinks.stderr() == null ? 0 : 1));
    }

    @Override
    public void setProcessInputStream(OutputStream pipe) {
        if (stdin instanceof Stdin.Bytes bytes) {
            stdinPump = new StdinPump(bytes.open(), pipe, stop);
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

    /** Reads what the ended process has left, but does not wait for those that outlive it. */
    @Override
    public void stop() throws IOException {
        if (stdinPump != null) {
            stdinPump.processEnded();
        }
        try {
            new Drain(pumps, pumpsEnded, stop, deadline).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("reading the output was interrupted");
        }
    }

    /** Ends what may be left behind after the caller has been told of the end. */
    void release() throws InterruptedException {
        if (stdinPump == null || stdinTask == null || stdinPump.isDone()) {
            return;
        }
        // a moment's patience: an interrupt would close the channel of a file that is merely being read
        TimeUnit.MILLISECONDS.sleep(STDIN_LINGER_MILLIS);
        stdinTask.cancel(true);
    }

    /** Returns how long no output has come, 0 while a consumer holds it up, negative if none comes to us. */
    long silentNanos() {
        long silent = pumps.isEmpty() ? -1 : Long.MAX_VALUE;
        for (OutputPump pump : pumps) {
            long since = pump.readingSince();
            // the time is taken after that: a pump that begins to read in between must not look as if it could not be
            // told
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
