package io.github.nixadhoc.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * What the client writes, and its end, which the server has to notice for itself: the SDK tells nobody of it, and stops
 * reading for good at the first line that is no JSON.
 */
final class ClientInput {

    private static final int BUFFER = 64 << 10;

    private final InputStream source;
    private final PipedInputStream forSdk = new PipedInputStream(BUFFER);
    private final CountDownLatch ended = new CountDownLatch(1);

    ClientInput(InputStream source) {
        this.source = source;
    }

    /** Returns what the SDK is to read; to be called once. */
    InputStream open() throws IOException {
        PipedOutputStream pipe = new PipedOutputStream(forSdk);
        Thread pump = new Thread(() -> pump(pipe), "nix-adhoc-mcp-input");
        pump.setDaemon(true);
        pump.start();
        return forSdk;
    }

    private void pump(PipedOutputStream pipe) {
        try (pipe) {
            byte[] buffer = new byte[BUFFER];
            for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                pipe.write(buffer, 0, read);
                pipe.flush();
            }
        } catch (IOException e) {
            // the client or the SDK has gone: either way it is over
        } finally {
            ended.countDown();
        }
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
