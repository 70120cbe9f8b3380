package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of the user that receives every byte of a stream. One thread writes it; another one may abandon it while that thread
 * is blocked.
 */
final class SpillFile {

    private final OutputStream out;
    private volatile boolean busy;
    private volatile boolean abandoned;

    private SpillFile(OutputStream out) {
        this.out = out;
    }

    /**
     * Opens a file, and empties it. A named pipe is opened by the first write, since that waits for its reader.
     *
     * @throws IOException if it cannot be written
     */
    static SpillFile open(Path path) throws IOException {
        if (!NamedPipe.isAt(path)) {
            return new SpillFile(Files.newOutputStream(path));
        }
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        return new SpillFile(new NamedPipe.Output(path));
    }

    void write(byte[] bytes, int length) throws IOException {
        busy = true;
        try {
            if (!abandoned) {
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            rethrow(e);
        } finally {
            busy = false;
        }
    }

    void close() throws IOException {
        busy = true;
        try {
            if (!abandoned) {
                out.close();
            }
        } catch (IOException e) {
            rethrow(e);
        } finally {
            busy = false;
        }
    }

    private void rethrow(IOException failure) throws IOException {
        if (!abandoned) {
            throw failure;
        }
    }

    /** Ends the use of the file, also by the thread that is blocked in it. Does not block. */
    void abandon() {
        abandoned = true;
        if (out instanceof NamedPipe.Output pipe) {
            pipe.abandon();
        } else if (!busy) {
            closeQuietly();
        } else {
            // the close waits for a write, and that for the file system
            DaemonThreads.run(this::closeQuietly);
        }
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException e) {
            // nobody uses the file any more
        }
    }
}
