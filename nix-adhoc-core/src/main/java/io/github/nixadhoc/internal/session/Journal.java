package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import io.github.nixadhoc.model.StorePath;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The journal of an open session: its actions and their results.
 *
 * <p>An entry survives the end of this process as soon as it is written, and the end of the machine if it was forced to
 * the disk. Equal entries are written once. Thread-safe.
 */
public final class Journal implements Closeable {

    private final Path folder;
    private final FileChannel lock;
    /** Not a channel, because the interrupt of a writing thread would close it. */
    private final FileOutputStream out;

    private final List<JournalEntry> entries = new ArrayList<>();
    private final Set<JournalEntry> written = new HashSet<>();

    Journal(Path folder, FileChannel lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.out = new FileOutputStream(folder.resolve(SessionFolder.JOURNAL).toFile(), true);
    }

    /** Records that a run needs paths. */
    public void uses(Collection<String> paths) {
        append(paths.stream().map(path -> JournalEntry.of(Kind.USED, path)).toList(), false);
    }

    /** Records a started process, which must not outlive the session. */
    public void process(long pid) {
        ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .ifPresent(start -> append(
                        List.of(JournalEntry.of(Kind.PROCESS, Long.toString(pid), Long.toString(start.toEpochMilli()))),
                        false));
    }

    /**
     * Writes entries that have not been written before.
     *
     * @param more the entries
     * @param force whether to wait until they are on the disk
     */
    synchronized void append(List<JournalEntry> more, boolean force) {
        StringBuilder text = new StringBuilder();
        for (JournalEntry entry : more) {
            if (written.add(entry)) {
                entries.add(entry);
                text.append(entry.line());
            }
        }
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            if (force) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "the journal of the session could not be written: " + e,
                    "check that this user may write to " + folder + ", and that there is room"));
            failure.initCause(e);
            throw failure;
        }
    }

    synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /** Returns the derivations that were built, in the order of the builds. */
    public List<StorePath> built() {
        return paths(Kind.BUILT);
    }

    /** Returns the paths that were downloaded, in the order of the downloads. */
    public List<StorePath> downloaded() {
        return paths(Kind.FETCHED);
    }

    private List<StorePath> paths(Kind kind) {
        return entries().stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> StorePath.parse(entry.value()))
                .toList();
    }

    /** Writes the names that were in the store's folder before a call. */
    void writeSnapshot(int call, Collection<String> names) throws IOException {
        Path unused = Files.write(snapshot(folder, call), names);
    }

    void deleteSnapshot(int call) {
        try {
            Files.deleteIfExists(snapshot(folder, call));
        } catch (IOException e) {
            // It is deleted together with the folder.
        }
    }

    static Path snapshot(Path folder, int call) {
        return folder.resolve("before-" + call);
    }

    Path folder() {
        return folder;
    }

    /** Releases the lock, so that the session counts as ended. Keeps the file. */
    @Override
    public synchronized void close() {
        try {
            out.close();
            lock.close();
        } catch (IOException e) {
            // The descriptors are released even if closing them fails, and with them the locks.
        }
        SessionFolder.release(folder);
    }
}
