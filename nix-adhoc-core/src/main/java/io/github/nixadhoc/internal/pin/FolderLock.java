package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock for changes of a folder, among all threads and processes. The operating system releases it when a process
 * ends.
 */
public final class FolderLock {

    /** A change takes milliseconds, so a longer wait means that something is wrong. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 5;

    private FolderLock() {}

    /** A change of a folder. */
    public interface Change<T> {
        /** Makes the change. */
        T make() throws IOException;
    }

    /** Waits for the lock of a folder, and makes a change. */
    public static <T> T withLock(Path folder, Deadline deadline, Change<T> change) throws IOException {
        Deadline limit = Deadline.after(MAX_WAIT);
        try (FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (tryLock(channel) == null) {
                if (deadline.hasPassed() || limit.hasPassed()) {
                    throw new TimedOutException(Failure.of("somebody else is changing " + folder, "try again"), null);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return change.make();
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    Failure.of("the thread that waited to change " + folder + " was interrupted", ""), null);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM has the lock.
            return null;
        }
    }
}
