package io.github.nixadhoc.internal.pin;

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
 * When pinned paths were used last: an empty file for each, whose time says it.
 *
 * <p>A run touches the files of its outputs, which fails, and means nothing, where they are not pinned. So it need not know
 * what is: a single system call tells.
 */
public final class PinMarks {

    /** The time of what has never been used. */
    private static final FileTime NEVER = FileTime.from(Instant.EPOCH);

    private final Path folder;
    private final long precisionNanos;
    private final Map<StorePath, Long> touched = new ConcurrentHashMap<>();

    /**
     * Makes the marks of a folder.
     *
     * @param folder the folder; it need not exist yet
     * @param precision how long a path that was marked is not marked anew
     */
    public PinMarks(Path folder, Duration precision) {
        this.folder = folder;
        this.precisionNanos = precision.toNanos();
    }

    /** Marks paths as used now, those that are known and were not marked a moment ago. */
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

    /** Begins to know when paths are used; the next use is written, however short ago the last one was. */
    public void add(List<StorePath> paths) throws IOException {
        Files.createDirectories(folder);
        for (StorePath path : paths) {
            touched.remove(path);
            try {
                Path mark = Files.createFile(file(path));
                Path unused = Files.setLastModifiedTime(mark, NEVER);
            } catch (FileAlreadyExistsException e) {
                // another pin has the path too, or an earlier one of the same name had
            }
        }
    }

    /** Forgets all paths but these. */
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

    /** Returns when one of the paths was used last; empty if none has been. */
    public Optional<Instant> last(List<StorePath> paths) throws IOException {
        FileTime last = NEVER;
        for (StorePath path : paths) {
            try {
                FileTime time = Files.getLastModifiedTime(file(path));
                last = time.compareTo(last) > 0 ? time : last;
            } catch (NoSuchFileException e) {
                // not known of, since the pin has just been removed
            }
        }
        return last.equals(NEVER) ? Optional.empty() : Optional.of(last.toInstant());
    }

    private Path file(StorePath path) {
        return folder.resolve(path.value().substring(path.value().lastIndexOf('/') + 1));
    }
}
