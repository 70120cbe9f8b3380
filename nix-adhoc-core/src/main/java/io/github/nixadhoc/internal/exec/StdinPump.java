package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.InputSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A task that writes a source into the standard input of a process until the source or the process ends.
 *
 * <p>A process need not read its input: bytes that it leaves are dropped without an error.
 */
final class StdinPump implements Runnable {

    private static final int CHUNK = 8192;

    private final InputStream source;
    private final OutputStream pipe;
    private final StopRequest stop;
    private volatile boolean processEnded;
    private volatile boolean writing;
    private volatile boolean done;
    private final CountDownLatch pipeLeft = new CountDownLatch(1);

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
            pipeLeft.countDown();
        }
    }

    /** Writes bytes unless the process has ended, and returns whether it has not. */
    private boolean write(byte[] chunk, int length) throws IOException {
        // set before the end is checked: the thread that notes the end looks at this afterwards
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
            // an Error is reported too: otherwise the process would take the part that it has read for the whole
            if (!processEnded) {
                stop.fail(outcome -> new InputSourceException(outcome, e));
            }
            return -1;
        }
    }

    void processEnded() {
        processEnded = true;
    }

    /** Waits, after the end of the process, until this pump is not in the middle of a write, and will not begin one. */
    void awaitPipeLeft() throws InterruptedException {
        if (writing) {
            pipeLeft.await();
        }
    }

    boolean isDone() {
        return done;
    }
}
