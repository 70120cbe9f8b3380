package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.AtomicFile;
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
 * cowsay/pin            the record: the pin is there if and only if this is
 * cowsay/5f0e…/link     the links that Nix knows as roots, one for each output; never moved, since Nix knows them by path
 * .used/abc…-cowsay     when a path was used last
 * hello/link            what the printed line makes where somebody pastes it into a shell: a pin without a record
 * </pre>
 *
 * <p>Who replaces a pin makes new links in a folder of their own first, then writes the record, then deletes the old
 * links: at each moment one whole set of them holds. Thread-safe, and safe beside other processes.
 */
public final class PinFolder {

    private static final String RECORD = "pin";
    private static final String LINK = "link";

    /** Of the time of the last use. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final @Nullable Path folder;
    private final PinMarks marks;

    private PinFolder(@Nullable Path folder) {
        this.folder = folder;
        // Nothing can be below a device, so without a folder nothing is marked.
        this.marks = new PinMarks((folder == null ? Path.of("/dev/null") : folder).resolve(".used"), PRECISION);
    }

    /**
     * Returns the folder of a client; it need not exist yet.
     *
     * @param store the value of {@code --store}; null for Nix's own choice
     * @param environment the environment of the client
     */
    public static PinFolder of(@Nullable String store, Map<String, String> environment) {
        return new PinFolder(UserFolder.ofState("pins", store, environment));
    }

    /**
     * Returns where it is.
     *
     * @throws StoreUnavailableException if the environment does not say where a user keeps such things
     */
    public Path path() {
        if (folder == null) {
            throw new StoreUnavailableException(Failure.of(
                    "there is no place to keep pins in: neither XDG_STATE_HOME nor HOME is an absolute path",
                    "set HOME in the environment of the client"));
        }
        return folder;
    }

    /** Returns where it is, or would be, to be shown. */
    public Path shown() {
        return folder == null ? Path.of("~/.local/state/nix-adhoc/pins/default") : folder;
    }

    /**
     * Pins paths under a name, in place of what may have been pinned under it.
     *
     * @param name the name
     * @param installable what the paths are
     * @param paths the paths, which are in the store
     * @param linker makes Nix link them: the first at the path that it is given, the second at that with {@code -2}, …
     * @param deadline when to wait no longer for others who change the folder
     * @return what is known of the pin now
     */
    public PinRecord replace(
            String name, Installable installable, List<StorePath> paths, Consumer<Path> linker, Deadline deadline) {
        Path all = path();
        PinRecord record = new PinRecord(
                installable,
                paths,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                UUID.randomUUID().toString());
        try {
            Files.createDirectories(all);
            return FolderLock.holding(all, deadline, () -> replace(all.resolve(name), record, linker));
        } catch (IOException e) {
            throw failed("the pin " + name + " could not be written", all, e);
        }
    }

    private PinRecord replace(Path own, PinRecord record, Consumer<Path> linker) throws IOException {
        Path links = Files.createDirectories(own.resolve(record.links()));
        boolean linked = false;
        try {
            linker.accept(links.resolve(LINK));
            requireLinked(own, record);
            marks.add(record.paths());
            write(own, record);
            linked = true;
        } finally {
            if (!linked) {
                delete(links);
                if (!Files.exists(own.resolve(RECORD))) {
                    delete(own);
                }
            }
        }
        deleteAllBut(own, record);
        forgetUnpinned();
        return record;
    }

    /**
     * Removes a pin.
     *
     * @param name its name
     * @param deadline when to wait no longer for others who change the folder
     * @return whether there was one
     */
    public boolean remove(String name, Deadline deadline) {
        Path all = path();
        Path own = all.resolve(name);
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return FolderLock.holding(all, deadline, () -> {
                boolean wasThere =
                        Files.exists(own.resolve(RECORD)) || !pasted(own).isEmpty();
                Files.deleteIfExists(own.resolve(RECORD));
                deleteAllBut(own, null);
                Files.deleteIfExists(own);
                forgetUnpinned();
                return wasThere;
            });
        } catch (IOException e) {
            throw failed("the pin " + name + " could not be removed", all, e);
        }
    }

    /**
     * Returns all pins by name.
     *
     * @throws StoreUnavailableException if one cannot be read
     */
    public SortedMap<String, KnownPin> pins() {
        Path all = path();
        SortedMap<String, KnownPin> pins = new TreeMap<>();
        try (Stream<Path> entries = Files.list(all)) {
            for (Path own : entries.toList()) {
                String name = own.getFileName().toString();
                KnownPin pin = PinName.isValid(name) ? read(own) : null;
                if (pin != null) {
                    pins.put(name, pin);
                }
            }
            return pins;
        } catch (NoSuchFileException e) {
            return pins;
        } catch (IOException e) {
            throw failed("the pins could not be read", all, e);
        }
    }

    /** Returns when a program of a pin was run last. */
    public Optional<Instant> lastUsed(PinRecord record) {
        try {
            return marks.last(record.paths());
        } catch (IOException e) {
            throw failed("the pins could not be read", path(), e);
        }
    }

    /** Marks those of the paths that are pinned as used now. Costs microseconds and never fails. */
    public void markUsed(Collection<StorePath> paths) {
        marks.touch(paths);
    }

    private static void requireLinked(Path own, PinRecord record) throws IOException {
        List<StorePath> notKept = notKept(own, record);
        if (!notKept.isEmpty()) {
            throw new IOException("Nix has made no link to " + notKept.get(0));
        }
    }

    private static List<StorePath> notKept(Path own, PinRecord record) {
        List<StorePath> notKept = new ArrayList<>();
        for (int i = 0; i < record.paths().size(); i++) {
            StorePath path = record.paths().get(i);
            Path link = own.resolve(record.links()).resolve(i == 0 ? LINK : LINK + "-" + (i + 1));
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

    private static @Nullable KnownPin read(Path own) throws IOException {
        try {
            PinRecord record = PinRecord.parse(text(own.resolve(RECORD)));
            return new KnownPin(record, notKept(own, record));
        } catch (NoSuchFileException e) {
            // Without links it has never been finished, or is being removed.
            List<StorePath> paths = pasted(own);
            return paths.isEmpty() ? null : new KnownPin(withoutRecord(own, paths), List.of());
        } catch (NotDirectoryException e) {
            return null;
        } catch (IllegalArgumentException e) {
            List<StorePath> paths = linked(own);
            if (paths.isEmpty()) {
                throw new IOException(own.resolve(RECORD) + " is not understood: " + e.getMessage(), e);
            }
            // Which paths it should have is not known, so none of them is taken for kept.
            return new KnownPin(withoutRecord(own, paths), paths);
        }
    }

    /** Bytes that are no text are a record that is not understood, not a disk that fails. */
    private static String text(Path record) throws IOException {
        return new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
    }

    private static PinRecord withoutRecord(Path own, List<StorePath> paths) throws IOException {
        Instant since = Files.getLastModifiedTime(own).toInstant().truncatedTo(ChronoUnit.MILLIS);
        return new PinRecord(Installable.parse(paths.get(0).value()), paths, since, LINK);
    }

    /** Returns what the links in the folder of a pin, and in the folders in it, lead to. */
    private static List<StorePath> linked(Path own) throws IOException {
        List<StorePath> paths = new ArrayList<>(pasted(own));
        for (Path entry : entries(own)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                paths.addAll(pasted(entry));
            }
        }
        return paths.stream().distinct().toList();
    }

    /** Returns what the links of a folder lead to; empty if it is none. */
    private static List<StorePath> pasted(Path folder) throws IOException {
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

    private static void write(Path own, PinRecord record) throws IOException {
        AtomicFile.write(own.resolve(RECORD), record.text().getBytes(StandardCharsets.UTF_8));
    }

    /** What an interrupted change has left goes too. */
    private static void deleteAllBut(Path own, @Nullable PinRecord record) throws IOException {
        for (Path entry : entries(own)) {
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

    private void forgetUnpinned() throws IOException {
        List<StorePath> pinned = new ArrayList<>();
        try {
            pins().values().forEach(pin -> pinned.addAll(pin.record().paths()));
        } catch (StoreUnavailableException e) {
            // What a record that cannot be read pins is not known. The marks that are too many do no harm.
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
