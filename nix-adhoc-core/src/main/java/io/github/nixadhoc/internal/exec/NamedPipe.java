package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One side of a named pipe, which is opened when it is first used. An open blocks until another process opens the other side,
 * so it happens on the thread that reads or writes, and another thread can end the wait.
 *
 * <p>One thread uses it; {@link #abandon} may be called by any other.
 */
final class NamedPipe {

    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;

    private final Path path;
    private final OpenOption side;
    private @Nullable FileChannel channel;
    private boolean opening;
    private boolean abandoned;

    private NamedPipe(Path path, OpenOption side) {
        this.path = path;
        this.side = side;
    }

    /** Returns whether a path leads to a named pipe. */
    static boolean isAt(Path path) {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & FILE_TYPE) == PIPE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the open side; null if it was abandoned. */
    private @Nullable FileChannel opened() throws IOException {
        synchronized (this) {
            if (abandoned || channel != null) {
                return abandoned ? null : channel;
            }
            opening = true;
        }
        FileChannel opened = null;
        boolean isUseless = false;
        try {
            opened = FileChannel.open(path, side);
        } finally {
            synchronized (this) {
                opening = false;
                channel = opened;
                isUseless = abandoned;
                notifyAll();
            }
        }
        if (isUseless) {
            opened.close();
            return null;
        }
        return opened;
    }

    /** Ends the use of this side, also by a thread that waits in it. Does not block. */
    private void abandon() {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            abandoned = true;
            if (!opening && channel == null) {
                return;
            }
        }
        DaemonThreads.run(this::release);
    }

    private void release() {
        try {
            awaitOpened();
            FileChannel opened = channelNow();
            if (opened != null) {
                // wakes the thread that reads or writes
                opened.close();
            }
        } catch (IOException e) {
            // the pipe has been deleted: now only a process that has it open can end the wait
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOpened() throws IOException, InterruptedException {
        if (!isOpening()) {
            return;
        }
        // an open for both sides does not block, and ends the wait for the other side
        try (FileChannel both = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            synchronized (this) {
                while (opening && both.isOpen()) {
                    wait();
                }
            }
        }
    }

    private synchronized boolean isOpening() {
        return opening;
    }

    private synchronized @Nullable FileChannel channelNow() {
        return channel;
    }

    /** The side that is read. It is closed by any thread at any time. */
    static final class Input extends InputStream {

        private final NamedPipe pipe;

        Input(Path path) {
            pipe = new NamedPipe(path, StandardOpenOption.READ);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            FileChannel opened = pipe.opened();
            return opened == null ? -1 : opened.read(ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public void close() {
            pipe.abandon();
        }
    }

    /** The side that is written. */
    static final class Output extends OutputStream {

        private final NamedPipe pipe;

        Output(Path path) {
            pipe = new NamedPipe(path, StandardOpenOption.WRITE);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            FileChannel opened = pipe.opened();
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (opened != null && rest.hasRemaining()) {
                int unused = opened.write(rest);
            }
        }

        /** Closes the pipe. Opens it before if nothing was written, since its reader waits for the end. */
        @Override
        public void close() throws IOException {
            FileChannel opened = pipe.opened();
            if (opened != null) {
                opened.close();
            }
        }

        /** Ends the use of the pipe, also by the thread that waits in it. */
        void abandon() {
            pipe.abandon();
        }
    }
}
