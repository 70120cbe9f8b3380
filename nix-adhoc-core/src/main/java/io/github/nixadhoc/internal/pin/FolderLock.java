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

/** Lets one at a time change a folder, among all threads and processes; whoever dies holds nothing. */
public final class FolderLock {

    /** A change takes milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 5;

    private FolderLock() {}

    /** A change of a folder. */
    public interface Change<T> {
        /** Makes it. */
        T make() throws IOException;
    }

    /** Waits until nobody else changes the folder, and changes it. */
    public static <T> T holding(Path folder, Deadline deadline, Change<T> change) throws IOException {
        Deadline patience = Deadline.after(PATIENCE);
        try (FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (tryLock(channel) == null) {
                if (deadline.hasPassed() || patience.hasPassed()) {
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
            // another thread of this JVM
            return null;
        }
    }
}
