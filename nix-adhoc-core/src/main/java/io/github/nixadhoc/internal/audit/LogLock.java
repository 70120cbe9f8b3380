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
 * Keeps other processes from a log by two locks: one of a file beside it, and one of the log itself.
 *
 * <p>On Linux and macOS a process loses its lock of a file as soon as anything in it closes that file, were it only
 * read. Everybody reads logs, and nobody the file beside it. The lock of the log is for those who may write the log but
 * not its folder, and for two names of one file.
 */
final class LogLock implements Closeable {

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private final RandomAccessFile log;
    private final @Nullable RandomAccessFile beside;

    private LogLock(RandomAccessFile log, @Nullable RandomAccessFile beside) {
        this.log = log;
        this.beside = beside;
    }

    /** Opens a log, which is created for its owner alone where there is none; it is not locked yet. */
    static LogLock open(Path file) throws IOException {
        File plain = file.toFile();
        if (!plain.exists()) {
            create(file, OWNERS);
        }
        RandomAccessFile log = new RandomAccessFile(plain, "rw");
        // beside a device there is nothing to be created
        return new LogLock(log, plain.isFile() ? openBeside(file) : null);
    }

    /** Returns nothing where none can be had: the folder may be read-only, or the file that is there be another user's. */
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

    /** Whoever may write the log has to be able to lock it. */
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
                // not by the attribute, of which the umask takes its part
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
     * Locks both, or nothing. Does not wait: a channel's own waiting knows no limit, and an interrupt closes the channel.
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
            // somebody else in this JVM: another class loader's copy of this library, or another name of the same file
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
