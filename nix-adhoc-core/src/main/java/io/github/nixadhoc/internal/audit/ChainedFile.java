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
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, each with the hash of the line before. Several threads and JVMs may append.
 *
 * <p>It remembers the last line that this JVM has written. If the file does not have that line any more, because it was cut
 * off, replaced or deleted, the next line follows from the remembered one all the same, so that a verification finds the gap.
 * So does a file that takes the place of one that was renamed.
 */
public final class ChainedFile {

    private static final long POLL_NANOS = 200_000;
    private static final Map<Path, ChainedFile> OPEN = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock threads = new ReentrantLock();
    private @Nullable Known known;

    private ChainedFile(Path file) {
        this.file = file;
    }

    /** Returns the file: one object for all of its names in this JVM, since file locks do not exclude threads. */
    public static ChainedFile at(Path file) throws IOException {
        return OPEN.computeIfAbsent(real(file), ChainedFile::new);
    }

    /**
     * Returns the path of a file without links. The file need not exist, also if the last of several links points to it.
     *
     * @throws IOException if its folder does not exist
     */
    public static Path real(Path file) throws IOException {
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
     * Closes a reader of the file while no thread writes: on Linux and macOS, closing a file releases all locks of the
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
        Known before = known;
        boolean goesOn = before != null && before.isIn(open, size);
        boolean torn = false;
        String previous;
        if (before != null && goesOn && before.end() == size) {
            previous = before.hash();
        } else {
            LastLine last = LastLine.of(open, size);
            torn = last.isTorn();
            previous = before == null || goesOn ? last.hash() : before.hash();
        }
        if (before != null && !goesOn) {
            LoggerFactory.getLogger(ChainedFile.class)
                    .warn(
                            "the audit {} lacks the line that this JVM wrote last: it was cut off, rewritten, renamed or"
                                    + " deleted; the next line follows from the one that is missing",
                            file);
        }
        ChainedLine line = ChainedLine.of(content.apply(previous));
        byte[] bytes = ((torn ? "\n" : "") + line.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > ChainedLine.LONGEST) {
            throw new IOException(
                    "the line has " + bytes.length + " bytes, and " + ChainedLine.LONGEST + " at most are written");
        }
        open.seek(size);
        try {
            open.write(bytes);
        } catch (IOException e) {
            takeBack(open, size, e);
            throw e;
        }
        known = new Known(size + bytes.length, line.hash());
    }

    /** Half a line, for instance on a full disk, would look like a forgery. */
    private static void takeBack(RandomAccessFile open, long size, IOException failure) {
        try {
            open.setLength(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * The last line that this JVM has written.
     *
     * @param end the size of the file after it
     * @param hash its hash
     */
    private record Known(long end, String hash) {

        /** Returns whether a file has this line at its place. */
        boolean isIn(RandomAccessFile open, long size) throws IOException {
            byte[] expected = ChainedLine.endOf(hash);
            if (size < end || end < expected.length) {
                return false;
            }
            byte[] found = new byte[expected.length];
            open.seek(end - expected.length);
            open.readFully(found);
            return Arrays.equals(found, expected);
        }
    }
}
