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
 * The streams of one process. Both outputs are read and the input is written concurrently, and none of them can delay the
 * report of the end.
 */
final class ProcessStreams implements ExecuteStreamHandler {

    // a write of this size cannot block, and so needs no thread
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
    private NamedPipe.@Nullable Input namedPipe;

    /**
     * Creates the handler of a process that has not been started.
     *
     * @param stdin the source of its input
     * @param openInput the input that is written while the process runs; null for none
     * @param sinks the destinations of its output
     * @param stop the stop to request when a stream fails
     * @param deadline the time limit of the consumers after the end
     * @param afterEnd called when the process has ended and its output has been read
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
        } else if (stdin instanceof Stdin.File file && NamedPipe.isAt(file.path())) {
            namedPipe = new NamedPipe.Input(file.path());
            stdinPump = new StdinPump(namedPipe, pipe, stop);
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
                stdinTask = DaemonThreads.submit(this::pumpStdin);
            }
        }
    }

    private void pumpStdin() {
        if (stdinPump != null) {
            stdinPump.run();
        }
        if (namedPipe != null) {
            namedPipe.close();
        }
    }

    /**
     * Reads the rest of the output of the ended process, without waiting for its descendants, and reports the end.
     *
     * <p>Returns when no thread uses a stream any more, because commons-exec then closes the streams. A descendant that holds a
     * pipe can keep a thread blocked for as long as it lives. Closing a pipe during a read would let that read continue with
     * another file that gets the same descriptor, and closing one during a write would wait for the write.
     */
    @Override
    public void stop() {
        stop.awaitTreeStopped();
        if (stdinPump != null) {
            stdinPump.processEnded();
        }
        if (namedPipe != null) {
            namedPipe.close();
        }
        try {
            new OutputDrain(pumps, pumpsEnded, stop, deadline).await();
        } catch (InterruptedException e) {
            // the outcome contains the output that has been read until now
        }
        if (openInput != null) {
            // a descendant may keep the pipe open without reading from it
            openInput.close();
        }
        afterEnd.run();
        awaitStreamsUnused();
    }

    private void awaitStreamsUnused() {
        boolean waiting = true;
        while (waiting) {
            try {
                endStdin();
                pumpsEnded.await();
                waiting = false;
            } catch (InterruptedException e) {
                // the interrupt concerns the process, whose end has been reported
            }
        }
    }

    private void endStdin() throws InterruptedException {
        if (openInput != null) {
            openInput.awaitPipeUnused();
        }
        if (stdinPump == null) {
            return;
        }
        if (stdinTask != null && !stdinPump.isDone()) {
            // an interrupt during a read that is about to return would close the channel of a file
            TimeUnit.MILLISECONDS.sleep(STDIN_LINGER_MILLIS);
            stdinTask.cancel(true);
        }
        stdinPump.awaitPipeUnused();
    }

    /** Returns the nanoseconds without output: 0 while a consumer runs, negative if this JVM reads no output. */
    long silentNanos() {
        long silent = pumps.isEmpty() ? -1 : Long.MAX_VALUE;
        for (OutputPump pump : pumps) {
            long since = pump.readingSince();
            // the clock is read after readingSince, because a negative difference has another meaning
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
