package io.github.nixadhoc.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The output of a program, which can be read from any place while the program prints. It keeps the first and the last
 * half of a limit, and the exact size.
 *
 * <p>A small output is in memory. A larger one is in a file without a name, which the system deletes at the end of this
 * process.
 */
final class BoundedOutput extends OutputStream {

    static final int MAX_BYTES = 16 << 20;
    private static final int IN_MEMORY = 64 << 10;

    private final int headLimit;
    private final int tailLimit;
    private byte[] memory = new byte[0];
    private @Nullable FileChannel file;
    private long total;
    private boolean closed;

    BoundedOutput() {
        this(MAX_BYTES);
    }

    BoundedOutput(int maxBytes) {
        headLimit = maxBytes - maxBytes / 2;
        tailLimit = maxBytes / 2;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length && !closed) {
            int run = (int) Math.min(length - done, contiguous(total));
            store(position(total), bytes, offset + done, run);
            total += run;
            done += run;
        }
    }

    synchronized long total() {
        return total;
    }

    /** Returns the first kept place at or after an offset; the end if there is none. */
    synchronized long keptFrom(long offset) {
        long tailStart = Math.max(headLimit, total - tailLimit);
        return offset >= Math.min(headLimit, total) && offset < tailStart
                ? Math.min(tailStart, total)
                : Math.min(offset, total);
    }

    /** Returns the first place at or after an offset from which everything up to the end is kept. */
    synchronized long keptToEndFrom(long offset) {
        return total <= (long) headLimit + tailLimit ? offset : Math.max(offset, total - tailLimit);
    }

    /** Returns the kept bytes from an offset up to the next gap, at most so many. */
    synchronized byte[] read(long offset, int max) {
        long end = offset < headLimit ? Math.min(headLimit, total) : total;
        if (offset < headLimit && total <= (long) headLimit + tailLimit) {
            end = total;
        }
        if (closed || offset != keptFrom(offset) || offset >= end) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) Math.min(max, end - offset)];
        int done = 0;
        while (done < bytes.length) {
            int run = (int) Math.min(bytes.length - done, contiguous(offset + done));
            load(position(offset + done), bytes, done, run);
            done += run;
        }
        return bytes;
    }

    /** Each byte has its own place until the tail, a ring, is full. */
    private long position(long at) {
        return at < headLimit ? at : headLimit + (at - headLimit) % tailLimit;
    }

    private long contiguous(long at) {
        return at < headLimit ? headLimit - at : tailLimit - (at - headLimit) % tailLimit;
    }

    private void store(long position, byte[] bytes, int offset, int length) throws IOException {
        if (file == null && position + length > IN_MEMORY) {
            file = namelessFile();
            writeFully(file, 0, memory, 0, memory.length);
            memory = new byte[0];
        }
        if (file != null) {
            writeFully(file, position, bytes, offset, length);
            return;
        }
        int needed = (int) position + length;
        if (needed > memory.length) {
            memory = Arrays.copyOf(memory, Math.min(IN_MEMORY, Math.max(needed, 2 * memory.length)));
        }
        System.arraycopy(bytes, offset, memory, (int) position, length);
    }

    private void load(long position, byte[] bytes, int offset, int length) {
        if (file == null) {
            System.arraycopy(memory, (int) position, bytes, offset, length);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            for (long at = position; buffer.hasRemaining(); ) {
                int read = file.read(buffer, at);
                if (read < 0) {
                    throw new IOException("the file of the output has become shorter");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel namelessFile() throws IOException {
        Path path = Files.createTempFile("nix-adhoc-output-", "");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void writeFully(FileChannel file, long position, byte[] bytes, int offset, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        for (long at = position; buffer.hasRemaining(); ) {
            at += file.write(buffer, at);
        }
    }

    /** Drops the output. Later output is ignored. */
    @Override
    public synchronized void close() {
        closed = true;
        memory = new byte[0];
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                file = null;
            }
        }
    }
}
