package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.internal.file.UserFolder;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the pins of one store.
 *
 * <pre>
 * cowsay/pin            the record: the pin exists if and only if this file does
 * cowsay/5f0e…/link     the links that Nix treats as roots, one for each output; Nix knows their paths
 * .used/abc…-cowsay     the time at which a path was used last
 * hello/link            the link of a printed command that a user has run in a shell: a pin without a record
 * </pre>
 *
 * <p>The links of a pin are never moved. The replacement of a pin creates the new links in a new folder, then writes the
 * record, then deletes the old links, so that a complete set of links exists at any time. Thread-safe, and safe for use
 * by several processes.
 */
public final class PinFolder {

    private static final String RECORD = "pin";
    private static final String LINK = "link";

    /** The precision of the time of the last use. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final @Nullable Path folder;
    private final PinMarks marks;

    private PinFolder(@Nullable Path folder) {
        this.folder = folder;
        // No file can be below a device, so nothing is marked if there is no folder.
        this.marks = new PinMarks((folder == null ? Path.of("/dev/null") : folder).resolve(".used"), PRECISION);
    }

    /**
     * Returns the folder for a client. It need not exist.
     *
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment of the client
     */
    public static PinFolder of(@Nullable String store, Map<String, String> environment) {
        return new PinFolder(UserFolder.ofState("pins", store, environment));
    }

    /**
     * Returns the path of the folder.
     *
     * @throws StoreUnavailableException if the environment has neither an absolute XDG_STATE_HOME nor an absolute HOME
     */
    public Path path() {
        if (folder == null) {
            throw new StoreUnavailableException(Failure.of(
                    "there is no place to keep pins in: neither XDG_STATE_HOME nor HOME is an absolute path",
                    "set HOME in the environment of the client"));
        }
        return folder;
    }

    /** Returns the path of the folder for a printed command; a usual path if there is no folder. */
    public Path displayPath() {
        return folder == null ? Path.of("~/.local/state/nix-adhoc/pins/default") : folder;
    }

    /**
     * Pins paths under a name. Replaces an existing pin of that name.
     *
     * @param name the name
     * @param installable the installable that the paths belong to
     * @param paths the paths, which must be in the store
     * @param linker creates the links by Nix: the first at the path that it receives, the second at that path with
     *     {@code -2}, and so on
     * @param deadline when to stop waiting for the lock of the folder
     * @return the record of the pin
     */
    public PinRecord replace(
            String name, Installable installable, List<StorePath> paths, Consumer<Path> linker, Deadline deadline) {
        Path root = path();
        PinRecord record = new PinRecord(
                installable,
                paths,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                UUID.randomUUID().toString());
        try {
            return FolderLock.withLock(
                    PrivateFolder.create(root), deadline, () -> replace(root.resolve(name), record, linker));
        } catch (IOException e) {
            throw failed("the pin " + name + " could not be written", root, e);
        }
    }

    private PinRecord replace(Path pinFolder, PinRecord record, Consumer<Path> linker) throws IOException {
        Path links = PrivateFolder.create(pinFolder.resolve(record.links()));
        boolean done = false;
        try {
            linker.accept(links.resolve(LINK));
            requireLinked(pinFolder, record);
            marks.add(record.paths());
            write(pinFolder, record);
            done = true;
        } finally {
            if (!done) {
                delete(links);
                if (!Files.exists(pinFolder.resolve(RECORD))) {
                    delete(pinFolder);
                }
            }
        }
        deleteAllBut(pinFolder, record);
        deleteUnusedMarks();
        return record;
    }

    /**
     * Removes a pin.
     *
     * @param name its name
     * @param deadline when to stop waiting for the lock of the folder
     * @return whether the pin existed
     */
    public boolean remove(String name, Deadline deadline) {
        Path root = path();
        Path pinFolder = root.resolve(name);
        if (!Files.isDirectory(pinFolder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return FolderLock.withLock(root, deadline, () -> {
                boolean existed = Files.exists(pinFolder.resolve(RECORD))
                        || !linkTargets(pinFolder).isEmpty();
                Files.deleteIfExists(pinFolder.resolve(RECORD));
                deleteAllBut(pinFolder, null);
                Files.deleteIfExists(pinFolder);
                deleteUnusedMarks();
                return existed;
            });
        } catch (IOException e) {
            throw failed("the pin " + name + " could not be removed", root, e);
        }
    }

    /**
     * Returns all pins by name.
     *
     * @throws StoreUnavailableException if a pin cannot be read
     */
    public SortedMap<String, KnownPin> pins() {
        Path root = path();
        SortedMap<String, KnownPin> pins = new TreeMap<>();
        try (Stream<Path> entries = Files.list(root)) {
            for (Path pinFolder : entries.toList()) {
                String name = pinFolder.getFileName().toString();
                KnownPin pin = PinName.isValid(name) && PrivateFolder.isOwn(pinFolder) ? read(pinFolder) : null;
                if (pin != null) {
                    pins.put(name, pin);
                }
            }
            return pins;
        } catch (NoSuchFileException e) {
            return pins;
        } catch (IOException e) {
            throw failed("the pins could not be read", root, e);
        }
    }

    /** Returns when a program of a pin was last run; empty if none has been. */
    public Optional<Instant> lastUsed(PinRecord record) {
        try {
            return marks.last(record.paths());
        } catch (IOException e) {
            throw failed("the pins could not be read", path(), e);
        }
    }

    /** Marks those of the paths that are pinned as used now. Takes microseconds and never fails. */
    public void markUsed(Collection<StorePath> paths) {
        marks.touch(paths);
    }

    private static void requireLinked(Path pinFolder, PinRecord record) throws IOException {
        List<StorePath> notKept = notKept(pinFolder, record);
        if (!notKept.isEmpty()) {
            throw new IOException("Nix has made no link to " + notKept.get(0));
        }
    }

    private static List<StorePath> notKept(Path pinFolder, PinRecord record) {
        List<StorePath> notKept = new ArrayList<>();
        for (int i = 0; i < record.paths().size(); i++) {
            StorePath path = record.paths().get(i);
            Path link = pinFolder.resolve(record.links()).resolve(i == 0 ? LINK : LINK + "-" + (i + 1));
            if (!leadsTo(link, path)) {
                notKept.add(path);
            }
        }
        return notKept;
    }

    private static boolean leadsTo(Path link, StorePath path) {
        try {
            return Files.readSymbolicLink(link).toString().equals(path.value());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static @Nullable KnownPin read(Path pinFolder) throws IOException {
        try {
            PinRecord record = PinRecord.parse(text(pinFolder.resolve(RECORD)));
            return new KnownPin(record, notKept(pinFolder, record));
        } catch (NoSuchFileException e) {
            // A folder without links belongs to an unfinished or half-removed pin.
            List<StorePath> paths = linkTargets(pinFolder);
            return paths.isEmpty() ? null : new KnownPin(withoutRecord(pinFolder, paths), List.of());
        } catch (NotDirectoryException e) {
            return null;
        } catch (IllegalArgumentException e) {
            List<StorePath> paths = allLinkTargets(pinFolder);
            if (paths.isEmpty()) {
                throw new IOException(pinFolder.resolve(RECORD) + " is not understood: " + e.getMessage(), e);
            }
            // The paths of the pin are unknown, so none of them counts as kept.
            return new KnownPin(withoutRecord(pinFolder, paths), paths);
        }
    }

    /** Malformed UTF-8 makes a record unreadable and is not an I/O error. */
    private static String text(Path record) throws IOException {
        return new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
    }

    private static PinRecord withoutRecord(Path pinFolder, List<StorePath> paths) throws IOException {
        Instant since = Files.getLastModifiedTime(pinFolder).toInstant().truncatedTo(ChronoUnit.MILLIS);
        return new PinRecord(Installable.parse(paths.get(0).value()), paths, since, LINK);
    }

    /** Returns the targets of the links in the folder of a pin and in its subfolders. */
    private static List<StorePath> allLinkTargets(Path pinFolder) throws IOException {
        List<StorePath> paths = new ArrayList<>(linkTargets(pinFolder));
        for (Path entry : entries(pinFolder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                paths.addAll(linkTargets(entry));
            }
        }
        return paths.stream().distinct().toList();
    }

    /** Returns the targets of the links in a folder; empty if it is no folder. */
    private static List<StorePath> linkTargets(Path folder) throws IOException {
        List<StorePath> paths = new ArrayList<>();
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(folder)) {
                if (Files.isSymbolicLink(entry)) {
                    String target = Files.readSymbolicLink(entry).toString();
                    if (StorePath.isStorePath(target)) {
                        paths.add(StorePath.parse(target));
                    }
                }
            }
        }
        return paths.stream().sorted().toList();
    }

    private static void write(Path pinFolder, PinRecord record) throws IOException {
        AtomicFile.write(pinFolder.resolve(RECORD), record.text().getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes everything but a record and its links, including the remains of interrupted changes. */
    private static void deleteAllBut(Path pinFolder, @Nullable PinRecord record) throws IOException {
        for (Path entry : entries(pinFolder)) {
            String name = entry.getFileName().toString();
            if (record == null || !name.equals(record.links()) && !name.equals(RECORD)) {
                delete(entry);
            }
        }
    }

    /** Deletes a file, a link, or a folder of files and links. */
    private static void delete(Path entry) throws IOException {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            for (Path file : entries(entry)) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(entry);
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private void deleteUnusedMarks() throws IOException {
        List<StorePath> pinned = new ArrayList<>();
        try {
            pins().values().forEach(pin -> pinned.addAll(pin.record().paths()));
        } catch (StoreUnavailableException e) {
            // The paths of an unreadable record are unknown, and superfluous marks do no harm.
            return;
        }
        marks.retain(pinned);
    }

    private static StoreUnavailableException failed(String what, Path folder, IOException e) {
        StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                what + ": " + e,
                "check that this user may write to " + folder + "; a pin that cannot be read can be removed with"
                        + " unpin(…) and made again"));
        failure.initCause(e);
        return failure;
    }
}
