package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.internal.pin.FolderLock;
import io.github.nixadhoc.internal.session.JournalEntry.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the sessions of one store. It has a folder for each session that is open or was not finished.
 *
 * <pre>
 * 5f0e…/lock        locked as long as the session is open
 * 5f0e…/journal     the journal
 * 5f0e…/before-3    the listing of the store before the third call of Nix, until that has ended
 * </pre>
 */
public final class SessionFolder {

    static final String JOURNAL = "journal";
    private static final String LOCK = "lock";

    /**
     * The sessions of this process. Their lock files are never opened again, because closing a file releases all locks
     * that the process has on it.
     */
    private static final Set<Path> OPEN_IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final @Nullable Path folder;

    private SessionFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the folder for a client. It need not exist.
     *
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment of the client
     */
    public static SessionFolder of(@Nullable String store, Map<String, String> environment) {
        return new SessionFolder(UserFolder.ofState("sessions", store, environment));
    }

    /** A session with a journal on the disk. */
    record StoredSession(Path folder, List<JournalEntry> entries, boolean open) {

        boolean isOf(Journal journal) {
            return folder.equals(journal.folder());
        }

        Set<String> values(Kind kind) {
            return entries.stream()
                    .filter(entry -> entry.kind() == kind)
                    .map(JournalEntry::value)
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Opens a new session and its journal.
     *
     * @throws StoreUnavailableException if the journal cannot be written
     */
    public Journal open(Deadline deadline) {
        return withLock(deadline, () -> {
            Path session = path().resolve(UUID.randomUUID().toString());
            OPEN_IN_THIS_PROCESS.add(session);
            Journal journal = null;
            try {
                Path unused = PrivateFolder.create(session);
                journal = begin(session);
                return journal;
            } finally {
                if (journal == null) {
                    OPEN_IN_THIS_PROCESS.remove(session);
                }
            }
        });
    }

    private static Journal begin(Path session) throws IOException {
        FileChannel lock = FileChannel.open(session.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException(session + " is locked by somebody else");
        }
        return new Journal(session, lock);
    }

    /** Returns whether there is a session that has ended and was not finished. Costs little if there is no folder. */
    public boolean hasUnfinished() {
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        try {
            return folders().stream().anyMatch(session -> !isOpen(session));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns all sessions with a readable journal. The caller must hold the lock of the folder. */
    List<StoredSession> sessions() throws IOException {
        List<StoredSession> sessions = new ArrayList<>();
        for (Path session : folders()) {
            boolean open = isOpen(session);
            try {
                byte[] journal = Files.readAllBytes(session.resolve(JOURNAL));
                sessions.add(new StoredSession(session, JournalEntry.read(journal), open));
            } catch (NoSuchFileException e) {
                sessions.add(new StoredSession(session, List.of(), open));
            } catch (IOException e) {
                // An unreadable session, for example of another user, must not keep the others from being finished.
            }
        }
        return sessions;
    }

    /** Records paths that ended sessions have added and other sessions still need. */
    void writeLeftovers(Collection<String> paths) throws IOException {
        Path session = path().resolve(UUID.randomUUID().toString());
        Path created = PrivateFolder.create(session);
        String text = paths.stream()
                .map(path -> JournalEntry.of(Kind.ADDED, path).line())
                .collect(Collectors.joining());
        Path unused = Files.writeString(created.resolve(JOURNAL), text, StandardCharsets.UTF_8);
    }

    static void delete(Path session) {
        try (Stream<Path> files = Files.list(session)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(session);
        } catch (IOException e) {
            // The next session deletes it.
        }
    }

    static void release(Path session) {
        OPEN_IN_THIS_PROCESS.remove(session);
    }

    <T> T withLock(Deadline deadline, FolderLock.Change<T> change) {
        Path all = path();
        try {
            return FolderLock.withLock(PrivateFolder.create(all), deadline, change);
        } catch (IOException e) {
            StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                    "the journals of the sessions could not be read or written: " + e,
                    "check that this user may write to " + all));
            failure.initCause(e);
            throw failure;
        }
    }

    private Path path() {
        if (folder == null) {
            throw new StoreUnavailableException(Failure.of(
                    "there is no place for the journal of a session: neither XDG_STATE_HOME nor HOME is an absolute path",
                    "set HOME in the environment of the client"));
        }
        return folder;
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> entries = Files.list(path())) {
            return entries.filter(Files::isDirectory)
                    .filter(PrivateFolder::isOwn)
                    .toList();
        }
    }

    private static boolean isOpen(Path session) {
        if (OPEN_IN_THIS_PROCESS.contains(session)) {
            return true;
        }
        try (FileChannel lock = FileChannel.open(session.resolve(LOCK), StandardOpenOption.WRITE)) {
            return lock.tryLock() == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException | IOException e) {
            // Without access to the lock the state is unknown, and ending the session of another user would do harm.
            return true;
        }
    }
}
