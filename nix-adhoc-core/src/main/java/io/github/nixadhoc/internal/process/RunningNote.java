package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.internal.exec.ProcessIdentity;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The file that records a process for a later JVM. It is deleted when the process ends.
 *
 * <p>Thread-safe.
 */
final class RunningNote {

    private final @Nullable Path folder;
    private final long pid;
    private @Nullable Path file;
    private @Nullable Future<?> scheduledWrite;
    private boolean ended;

    /**
     * Creates a note that is not written yet.
     *
     * @param folder the folder of the file; null for no file
     * @param pid the id of the process
     */
    RunningNote(@Nullable Path folder, long pid) {
        this.folder = folder;
        this.pid = pid;
    }

    /** Sets the task that will write the note, and cancels it if the process has already ended. */
    synchronized void setScheduledWrite(Future<?> writer) {
        scheduledWrite = writer;
        if (ended) {
            writer.cancel(false);
        }
    }

    /** Writes the note, unless it has been written or the process has ended. */
    synchronized void write() {
        if (folder == null || file != null || ended) {
            return;
        }
        Optional<ProcessIdentity> jvm =
                ProcessIdentity.of(ProcessHandle.current().pid());
        // an executor may return invented ids, or those of another machine; such processes must not be stopped
        Optional<ProcessIdentity> process = ProcessIdentity.of(pid).filter(identity -> isChild());
        if (jvm.isEmpty() || process.isEmpty()) {
            return;
        }
        try {
            Path unused = PrivateFolder.create(folder);
            Path written = folder.resolve(jvm.get().pid() + "-" + pid);
            RunningRecord record = new RunningRecord(jvm.get(), process.get());
            AtomicFile.write(written, record.text().getBytes(StandardCharsets.US_ASCII));
            file = written;
        } catch (IOException e) {
            LoggerFactory.getLogger(RunningNote.class)
                    .debug("process {} is not recorded for the case that this JVM is killed: {}", pid, e.toString());
        }
    }

    private boolean isChild() {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent();
    }

    /** Deletes the file, because the process has ended. */
    synchronized void end() {
        ended = true;
        if (scheduledWrite != null) {
            scheduledWrite.cancel(false);
        }
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // a later JVM sees that the process has ended
            }
        }
    }
}
