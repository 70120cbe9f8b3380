package io.github.nixadhoc.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file of lines, each of which carries the hash of the one before; several threads and JVMs may append. */
final class ChainedFile {

    /** A line takes microseconds: whoever holds the file for that long has stopped. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long POLL_NANOS = 200_000;
    private static final int BLOCK = 8192;
    private static final Map<Path, ChainedFile> OPEN = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration patience;
    private long knownSize = -1;
    private String knownHash = ChainedLine.BEGINNING;

    ChainedFile(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /** Returns the file, one object for all in this JVM: locks of files are for processes. */
    static ChainedFile at(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path real = parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        return OPEN.computeIfAbsent(real, made -> new ChainedFile(made, PATIENCE));
    }

    /**
     * Appends a line, also where the thread has been interrupted: the end of what was cancelled is told too.
     *
     * @param content makes what the line says from the hash of the one before
     */
    synchronized void append(Function<String, JsonLine> content) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = Thread.interrupted();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            FileLock lock = tryLock(open.getChannel());
            while (lock == null) {
                if (System.nanoTime() > end) {
                    throw new IOException("another process has had it locked for " + patience.toMillis() + " ms");
                }
                LockSupport.parkNanos(POLL_NANOS);
                interrupted |= Thread.interrupted();
                lock = tryLock(open.getChannel());
            }
            try {
                append(open, content);
            } finally {
                lock.release();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes what has read the file: that takes the locks of the whole process from it, on Linux and macOS. */
    synchronized void close(Closeable reader) throws IOException {
        reader.close();
    }

    /** Does not wait: the channel's own waiting knows no limit, and an interrupt closes the channel. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // somebody else in this JVM, another class loader's copy of this library for instance
            return null;
        }
    }

    /** Nothing here is done through the channel, which an interrupt would close in the middle of a line. */
    private void append(RandomAccessFile open, Function<String, JsonLine> content) throws IOException {
        long size = open.length();
        boolean torn = false;
        if (size != knownSize) {
            byte[] last = lastLine(open, size);
            torn = last.length > 0 && last[last.length - 1] != '\n';
            knownHash = ChainedLine.hashOf(withoutEnd(last));
        }
        ChainedLine line = ChainedLine.of(content.apply(knownHash));
        byte[] bytes = ((torn ? "\n" : "") + line.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        knownSize = -1;
        open.seek(size);
        try {
            open.write(bytes);
        } catch (IOException e) {
            takeBack(open, size, e);
            throw e;
        }
        knownSize = size + bytes.length;
        knownHash = line.hash();
    }

    /** Half a line, as on a disk that is full, would look like a forgery. */
    private static void takeBack(RandomAccessFile open, long size, IOException failure) {
        try {
            open.setLength(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns the last line, with its end if it has one; nothing if there is none. */
    private static byte[] lastLine(RandomAccessFile open, long size) throws IOException {
        long length = Math.min(size, BLOCK);
        while (true) {
            byte[] bytes = new byte[(int) length];
            open.seek(size - length);
            open.readFully(bytes);
            for (int i = bytes.length - 2; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    return Arrays.copyOfRange(bytes, i + 1, bytes.length);
                }
            }
            if (length == size) {
                return bytes;
            }
            length = Math.min(size, length * 4);
        }
    }

    private static String withoutEnd(byte[] line) {
        int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
}
