package io.github.nixadhoc.internal.audit;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock of a log against other processes. It consists of two locks: of a file beside the log, and of the log itself.
 *
 * <p>On Linux and macOS a process loses its lock of a file when any of its code closes that file, even after reading.
 * Programs read logs, but not the file beside them. The lock of the log itself is for writers that cannot write its
 * folder, and for two names of one file.
 */
final class LogLock implements Closeable {

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private final RandomAccessFile log;
    private final @Nullable RandomAccessFile beside;

    private LogLock(RandomAccessFile log, @Nullable RandomAccessFile beside) {
        this.log = log;
        this.beside = beside;
    }

    /** Opens a log without locking it. A new log is accessible only by its owner. */
    static LogLock open(Path file) throws IOException {
        File plain = file.toFile();
        if (!plain.exists()) {
            create(file, OWNERS);
        }
        RandomAccessFile log = new RandomAccessFile(plain, "rw");
        // no file can be created beside a device
        return new LogLock(log, plain.isFile() ? openBeside(file) : null);
    }

    /**
     * Returns null if there can be no lock file: the folder may be read-only, or the file may belong to another user.
     */
    private static @Nullable RandomAccessFile openBeside(Path file) {
        File beside = new File(file + ".lock");
        try {
            if (!beside.exists()) {
                create(beside.toPath(), permissions(file));
            }
            return new RandomAccessFile(beside, "rw");
        } catch (IOException e) {
            return null;
        }
    }

    /** Every user who can write the log must be able to lock it. */
    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return OWNERS;
        }
    }

    private static void create(Path file, Set<PosixFilePermission> permissions) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
            if (!permissions.equals(OWNERS)) {
                // the attribute would be subject to the umask
                Files.setPosixFilePermissions(file, permissions);
            }
        } catch (FileAlreadyExistsException e) {
            // another process was faster
        } catch (UnsupportedOperationException e) {
            Files.createFile(file);
        }
    }

    RandomAccessFile log() {
        return log;
    }

    /**
     * Locks both files, or none. It does not wait, since a channel waits without a limit, and an interrupt closes it.
     */
    boolean tryLock() throws IOException {
        FileLock first = beside == null ? null : tryLock(beside);
        if (beside != null && first == null) {
            return false;
        }
        if (tryLock(log) != null) {
            return true;
        }
        if (first != null) {
            first.release();
        }
        return false;
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            // a lock in this JVM: by a copy of this library in another class loader, or by another name of the file
            return null;
        }
    }

    /** Unlocks and closes both. */
    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            if (beside != null) {
                beside.close();
            }
        }
    }
}
