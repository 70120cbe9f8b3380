package io.github.nixadhoc.internal.process;

import io.github.nixadhoc.internal.exec.ProcessIdentity;
import io.github.nixadhoc.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The file that tells a later JVM of one process, there from when it is written until the process ends.
 *
 * <p>Thread-safe.
 */
final class RunningNote {

    private final @Nullable Path folder;
    private final long pid;
    private @Nullable Path file;
    private @Nullable Future<?> later;
    private boolean ended;

    /**
     * Makes a note that is not written yet.
     *
     * @param folder where it is to be; null if nowhere
     * @param pid the process
     */
    RunningNote(@Nullable Path folder, long pid) {
        this.folder = folder;
        this.pid = pid;
    }

    /** Sets what will write it unless the process has ended by then. */
    synchronized void writtenLaterBy(Future<?> writer) {
        later = writer;
        if (ended) {
            writer.cancel(false);
        }
    }

    /** Writes it, if it has not been and the process still runs. */
    synchronized void write() {
        if (folder == null || file != null || ended) {
            return;
        }
        Optional<ProcessIdentity> jvm =
                ProcessIdentity.of(ProcessHandle.current().pid());
        // an executor may make ids up, or tell those of another machine: such a process is not for anybody to end
        Optional<ProcessIdentity> process = ProcessIdentity.of(pid).filter(identity -> isChild());
        if (jvm.isEmpty() || process.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path written = folder.resolve(jvm.get().pid() + "-" + pid);
            RunningRecord record = new RunningRecord(jvm.get(), process.get());
            AtomicFile.write(written, record.text().getBytes(StandardCharsets.US_ASCII));
            file = written;
        } catch (IOException e) {
            LoggerFactory.getLogger(RunningNote.class)
                    .debug("process {} would not be found if this JVM were killed: {}", pid, e.toString());
        }
    }

    private boolean isChild() {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent();
    }

    /** The process has ended. */
    synchronized void end() {
        ended = true;
        if (later != null) {
            later.cancel(false);
        }
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // whoever looks for what was left sees that it has ended
            }
        }
    }
}
