package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.model.StorePath;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The times at which paths were used last, stored as the modification times of empty files.
 *
 * <p>A run touches the files of its outputs. That fails harmlessly for paths without a file, so the run need not know
 * which paths are pinned, and a single system call is enough.
 */
public final class PinMarks {

    /** The time of a path that has never been used. */
    private static final FileTime NEVER = FileTime.from(Instant.EPOCH);

    private final Path folder;
    private final long precisionNanos;
    private final Map<StorePath, Long> touched = new ConcurrentHashMap<>();

    /**
     * Creates the marks of a folder.
     *
     * @param folder the folder, which need not exist
     * @param precision the time within which a path is not marked again
     */
    public PinMarks(Path folder, Duration precision) {
        this.folder = folder;
        this.precisionNanos = precision.toNanos();
    }

    /** Marks those paths as used now that have a file and were not marked within the precision. */
    public void touch(Collection<StorePath> paths) {
        long now = System.nanoTime();
        for (StorePath path : paths) {
            Long before = touched.get(path);
            if (before == null || now - before >= precisionNanos) {
                File mark = file(path).toFile();
                if (mark.setLastModified(System.currentTimeMillis())) {
                    touched.put(path, now);
                }
            }
        }
    }

    /** Adds paths. Their next use is marked even if the last one was a moment ago. */
    public void add(List<StorePath> paths) throws IOException {
        Path own = PrivateFolder.create(folder);
        for (StorePath path : paths) {
            touched.remove(path);
            try {
                Path mark = Files.createFile(own.resolve(file(path).getFileName()));
                Path unused = Files.setLastModifiedTime(mark, NEVER);
            } catch (FileAlreadyExistsException e) {
                // Another pin has the path too, or an earlier pin of the same name had it.
            }
        }
    }

    /** Removes all paths but the given ones. */
    public void retain(Collection<StorePath> paths) throws IOException {
        Set<Path> kept = paths.stream().map(this::file).collect(Collectors.toSet());
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> marks = Files.list(folder)) {
            for (Path mark : marks.toList()) {
                if (!kept.contains(mark)) {
                    Files.deleteIfExists(mark);
                }
            }
        }
        touched.keySet().retainAll(paths);
    }

    /** Returns the latest use of any of the paths; empty if none has been used. */
    public Optional<Instant> last(List<StorePath> paths) throws IOException {
        FileTime last = NEVER;
        for (StorePath path : paths) {
            try {
                FileTime time = Files.getLastModifiedTime(file(path));
                last = time.compareTo(last) > 0 ? time : last;
            } catch (NoSuchFileException e) {
                // The pin has just been removed.
            }
        }
        return last.equals(NEVER) ? Optional.empty() : Optional.of(last.toInstant());
    }

    private Path file(StorePath path) {
        return folder.resolve(path.value().substring(path.value().lastIndexOf('/') + 1));
    }
}
