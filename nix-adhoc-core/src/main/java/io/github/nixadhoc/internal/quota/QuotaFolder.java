package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.pin.FolderLock;
import io.github.nixadhoc.internal.pin.PinMarks;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder in which is written what was brought into one store, by all processes of a user.
 *
 * <pre>
 * brought            what was brought
 * .used/abc…-cowsay  when a package of it was used last
 * </pre>
 */
final class QuotaFolder {

    private final Path folder;
    private final PinMarks marks;

    QuotaFolder(Path folder) {
        this.folder = folder;
        this.marks = new PinMarks(folder.resolve(".used"), Duration.ZERO);
    }

    /** Changes what is written, one at a time among all processes. */
    <T> T changing(Deadline deadline, FolderLock.Change<T> change) throws IOException {
        Path unused = Files.createDirectories(folder);
        return FolderLock.holding(folder, deadline, change);
    }

    /** Returns what is written; nothing if that is damaged. */
    QuotaRecord read() throws IOException {
        try {
            return QuotaRecord.read(Files.readAllBytes(file()));
        } catch (NoSuchFileException e) {
            return QuotaRecord.NOTHING;
        }
    }

    /** Writes what is known. New packages count as used now, since they have been brought to be used. */
    void write(QuotaRecord kept, Collection<StorePath> newPackages) throws IOException {
        AtomicFile.write(file(), kept.text());
        marks.add(List.copyOf(newPackages));
        marks.touch(newPackages);
        marks.retain(kept.packages());
    }

    /** Marks those of the paths that are packages as used now. */
    void markUsed(Collection<StorePath> paths) {
        marks.touch(paths);
    }

    /** Returns the packages, the least recently used first. */
    List<StorePath> byLastUse(QuotaRecord kept) throws IOException {
        Map<StorePath, Instant> used = new HashMap<>();
        for (StorePath path : kept.packages()) {
            used.put(path, marks.last(List.of(path)).orElse(Instant.EPOCH));
        }
        List<StorePath> order = new ArrayList<>(kept.packages());
        order.sort((one, other) ->
                used.getOrDefault(one, Instant.EPOCH).compareTo(used.getOrDefault(other, Instant.EPOCH)));
        return order;
    }

    private Path file() {
        return folder.resolve("brought");
    }
}
