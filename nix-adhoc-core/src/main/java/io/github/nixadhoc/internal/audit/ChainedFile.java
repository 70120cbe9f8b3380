package io.github.nixadhoc.internal.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A file of lines, each with the hash of the line before. Several threads and JVMs may append. */
public final class ChainedFile {

    private static final long POLL_NANOS = 200_000;
    private static final int BLOCK = 8192;
    private static final Map<Path, ChainedFile> OPEN = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock threads = new ReentrantLock();
    private long knownSize = -1;
    private String knownHash = ChainedLine.BEGINNING;

    private ChainedFile(Path file) {
        this.file = file;
    }

    /** Returns the file: one object for all of its names in this JVM, since file locks do not exclude threads. */
    public static ChainedFile at(Path file) throws IOException {
        return OPEN.computeIfAbsent(real(file), ChainedFile::new);
    }

    /** The last of several links may point to a file that does not exist yet. */
    private static Path real(Path file) throws IOException {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                return real(file.resolveSibling(Files.readSymbolicLink(file)));
            }
            Path absolute = file.toAbsolutePath();
            Path parent = absolute.getParent();
            return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        }
    }

    /**
     * Appends a line, also on an interrupted thread, since the end of a cancelled command is recorded too.
     *
     * @param content makes the line from the hash of the line before
     * @param patience the longest wait for the lock
     * @param yields whether an interrupt ends that wait
     */
    void append(Function<String, JsonLine> content, Duration patience, boolean yields) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = Thread.interrupted();
        boolean entered = threads.tryLock();
        try {
            while (!entered) {
                insist(end, patience, yields && interrupted);
                try {
                    entered = threads.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            try (LogLock lock = LogLock.open(file)) {
                while (!lock.tryLock()) {
                    insist(end, patience, yields && interrupted);
                    LockSupport.parkNanos(POLL_NANOS);
                    interrupted |= Thread.interrupted();
                }
                append(lock.log(), content);
            }
        } finally {
            if (entered) {
                threads.unlock();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void insist(long end, Duration patience, boolean givesUp) throws IOException {
        if (givesUp) {
            throw new InterruptedIOException("interrupted while another process had it locked");
        }
        if (System.nanoTime() > end) {
            throw new IOException("another process has had it locked for " + patience.toMillis() + " ms");
        }
    }

    /**
     * Closes the readers of the file before it is locked: on Linux and macOS, closing a file releases all locks of the
     * process on it. This matters if there is no lock file beside it.
     */
    public void close(Closeable reader) throws IOException {
        threads.lock();
        try {
            reader.close();
        } finally {
            threads.unlock();
        }
    }

    /** A channel would be closed by an interrupt in the middle of a line, so it is not used here. */
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

    /** Half a line, for instance on a full disk, would look like a forgery. */
    private static void takeBack(RandomAccessFile open, long size, IOException failure) {
        try {
            open.setLength(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns the last line with its line end, if it has one; empty if the file is empty. */
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
