package io.github.nixadhoc.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A process as commons-exec gets to see it: its wait ends at the deadline, and its streams are not closed from outside.
 *
 * <p>Closing a pipe in which another thread is still reading would let that thread read from whichever file gets the same
 * descriptor next; so the pumps close them, and after the end there are none to be had here.
 */
final class GuardedProcess extends Process {

    private static final long REAP_SECONDS = 1;
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Deadline deadline;
    private final Stop stop;
    private volatile boolean ended;

    GuardedProcess(Process process, Deadline deadline, Stop stop) {
        this.process = process;
        this.deadline = deadline;
        this.stop = stop;
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            while (!process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS) && !stop.isRequested()) {
                Stop.Cause passed = deadline.passed();
                if (passed != null) {
                    stop.request(passed);
                }
            }
            stop.awaitCarriedOut();
            return process.waitFor(REAP_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : KILLED;
        } finally {
            ended = true;
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return ended ? OutputStream.nullOutputStream() : process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return ended ? InputStream.nullInputStream() : process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return ended ? InputStream.nullInputStream() : process.getErrorStream();
    }

    @Override
    public int exitValue() {
        return process.exitValue();
    }

    /** Does nothing: the tree is stopped by {@link Stop} alone. */
    @Override
    public void destroy() {}
}
