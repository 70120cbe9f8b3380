package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
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
 * The folder of the sessions of one store: a folder for each that is open, or has ended without having been finished.
 *
 * <pre>
 * 5f0e…/lock        locked as long as the session is open
 * 5f0e…/journal     what it does
 * 5f0e…/before-3    what the folder of the store held before its third call of Nix, while that goes on
 * </pre>
 */
public final class SessionFolder {

    static final String JOURNAL = "journal";
    private static final String LOCK = "lock";

    /** A file that is opened and closed again loses the locks that this process has on it, so they are never tried. */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final @Nullable Path folder;

    private SessionFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the folder of a client; it need not exist yet.
     *
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment of the client
     */
    public static SessionFolder of(@Nullable String store, Map<String, String> environment) {
        return new SessionFolder(UserFolder.ofState("sessions", store, environment));
    }

    /** A session of which there is a journal. */
    record Known(Path folder, List<JournalEntry> entries, boolean open) {

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
     * Begins a journal.
     *
     * @throws StoreUnavailableException if it cannot be written
     */
    public Journal open(Deadline deadline) {
        return changing(deadline, () -> {
            Path own = path().resolve(UUID.randomUUID().toString());
            OPEN_HERE.add(own);
            Journal journal = null;
            try {
                Files.createDirectories(own);
                journal = begin(own);
                return journal;
            } finally {
                if (journal == null) {
                    OPEN_HERE.remove(own);
                }
            }
        });
    }

    private static Journal begin(Path own) throws IOException {
        FileChannel lock = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IOException(own + " is locked by somebody else");
        }
        return new Journal(own, lock);
    }

    /** Returns whether there is a session that has ended without having been finished; costs nothing if there is none. */
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

    /**
     * Returns all sessions, but those that cannot be read; to be called while the folder is being changed by nobody else.
     */
    List<Known> sessions() throws IOException {
        List<Known> sessions = new ArrayList<>();
        for (Path session : folders()) {
            boolean open = isOpen(session);
            try {
                byte[] journal = Files.readAllBytes(session.resolve(JOURNAL));
                sessions.add(new Known(session, JournalEntry.read(journal), open));
            } catch (NoSuchFileException e) {
                sessions.add(new Known(session, List.of(), open));
            } catch (IOException e) {
                // Somebody else's, or damaged. It must not keep the others from being finished.
            }
        }
        return sessions;
    }

    /** Writes down paths that were added by sessions that have ended and are needed by others still. */
    void leave(Collection<String> paths) throws IOException {
        Path own = path().resolve(UUID.randomUUID().toString());
        Files.createDirectories(own);
        String text = paths.stream()
                .map(path -> JournalEntry.of(Kind.ADDED, path).line())
                .collect(Collectors.joining());
        Path unused = Files.writeString(own.resolve(JOURNAL), text, StandardCharsets.UTF_8);
    }

    static void delete(Path session) {
        try (Stream<Path> files = Files.list(session)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(session);
        } catch (IOException e) {
            // It has been finished, and is again by the next one.
        }
    }

    static void release(Path session) {
        OPEN_HERE.remove(session);
    }

    <T> T changing(Deadline deadline, FolderLock.Change<T> change) {
        Path all = path();
        try {
            Files.createDirectories(all);
            return FolderLock.holding(all, deadline, change);
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
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static boolean isOpen(Path session) {
        if (OPEN_HERE.contains(session)) {
            return true;
        }
        try (FileChannel lock = FileChannel.open(session.resolve(LOCK), StandardOpenOption.WRITE)) {
            return lock.tryLock() == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException | IOException e) {
            // Who may not try the lock cannot tell, and ending the session of another user would harm.
            return true;
        }
    }
}
