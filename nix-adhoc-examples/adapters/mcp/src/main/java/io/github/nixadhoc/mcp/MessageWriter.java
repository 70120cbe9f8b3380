package io.github.nixadhoc.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes messages in their order, one a line, on a thread of its own. So a client that does not read holds up neither the
 * tools nor the reading of stdin, whose end is the end of the server.
 *
 * <p>Thread-safe.
 */
final class MessageWriter {

    /** Far more than a client leaves unread that still reads. */
    private static final long MAX_UNREAD = 32 << 20;

    private final OutputStream output;
    private final Runnable stuck;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long unread;
    private boolean broken;

    /**
     * Starts the thread.
     *
     * @param stuck is called if the client leaves too much unread; no message is taken any more
     */
    MessageWriter(OutputStream output, Runnable stuck) {
        this.output = output;
        this.stuck = stuck;
        Thread thread = new Thread(this::work, "nix-adhoc-mcp-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a message, and does not wait. */
    void write(String message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (broken) {
                return;
            }
            unread += line.length;
            if (unread <= MAX_UNREAD) {
                waiting.add(line);
                notifyAll();
                return;
            }
            broken = true;
        }
        stuck.run();
    }

    /** Waits until all has been written, as long as the client reads: not longer than this for one message. */
    synchronized void finish(Duration patience) {
        try {
            while (unread > 0 && !broken) {
                long before = unread;
                wait(patience.toMillis());
                if (unread == before) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (true) {
                byte[] line = next();
                output.write(line);
                output.flush();
                written(line.length);
            }
        } catch (IOException e) {
            // the client has closed its end; the end of stdin follows
            giveUp();
        } catch (InterruptedException e) {
            giveUp();
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return waiting.remove();
    }

    private synchronized void written(int bytes) {
        unread -= bytes;
        notifyAll();
    }

    private synchronized void giveUp() {
        broken = true;
        waiting.clear();
        notifyAll();
    }
}
