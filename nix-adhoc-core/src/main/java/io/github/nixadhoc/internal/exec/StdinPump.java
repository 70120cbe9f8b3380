package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.InputSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A task that copies a source to the standard input of a process until the source or the process ends.
 *
 * <p>A process need not read its input: unread bytes are dropped without an error.
 */
final class StdinPump implements Runnable {

    private static final int CHUNK = 8192;

    private final InputStream source;
    private final OutputStream pipe;
    private final StopRequest stop;
    private volatile boolean processEnded;
    private volatile boolean writing;
    private volatile boolean done;
    private final CountDownLatch pipeUnused = new CountDownLatch(1);

    StdinPump(InputStream source, OutputStream pipe, StopRequest stop) {
        this.source = source;
        this.pipe = pipe;
        this.stop = stop;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[CHUNK];
        try (pipe) {
            int length = read(chunk);
            while (length >= 0 && write(chunk, length)) {
                length = read(chunk);
            }
        } catch (IOException e) {
            // the process has closed its input or has ended
        } finally {
            done = true;
            pipeUnused.countDown();
        }
    }

    /** Writes bytes unless the process has ended, and returns whether it has not. */
    private boolean write(byte[] chunk, int length) throws IOException {
        // set before processEnded is read, because the thread that sets processEnded reads this afterwards
        writing = true;
        if (processEnded) {
            return false;
        }
        pipe.write(chunk, 0, length);
        pipe.flush();
        writing = false;
        return true;
    }

    private int read(byte[] chunk) {
        try {
            int length = source.read(chunk);
            if (length > chunk.length) {
                throw new IOException("read returned " + length + " for an array of " + chunk.length + " bytes");
            }
            return length;
        } catch (Throwable e) {
            // an Error is reported too: the process would otherwise take the part that it has read for the whole input
            if (!processEnded) {
                stop.fail(outcome -> new InputSourceException(outcome, e));
            }
            return -1;
        }
    }

    void processEnded() {
        processEnded = true;
    }

    /** Waits, after the end of the process, until this pump neither writes nor will write. */
    void awaitPipeUnused() throws InterruptedException {
        if (writing) {
            pipeUnused.await();
        }
    }

    boolean isDone() {
        return done;
    }
}
