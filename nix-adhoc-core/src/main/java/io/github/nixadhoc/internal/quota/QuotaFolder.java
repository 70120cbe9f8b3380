package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
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
 * The folder with the record of the paths that all processes of a user have added to one store.
 *
 * <pre>
 * brought            the record
 * .used/abc…-cowsay  the time at which a package was used last
 * </pre>
 */
final class QuotaFolder {

    private final Path folder;
    private final PinMarks marks;

    QuotaFolder(Path folder) {
        this.folder = folder;
        this.marks = new PinMarks(folder.resolve(".used"), Duration.ZERO);
    }

    /** Makes a change while no other thread or process can make one. */
    <T> T withLock(Deadline deadline, FolderLock.Change<T> change) throws IOException {
        return FolderLock.withLock(PrivateFolder.create(folder), deadline, change);
    }

    /** Returns the record; an empty one if the file does not exist or is damaged. */
    QuotaRecord read() throws IOException {
        try {
            byte[] record = Files.readAllBytes(file());
            return PrivateFolder.isOwn(file()) ? QuotaRecord.read(record) : QuotaRecord.EMPTY;
        } catch (NoSuchFileException e) {
            return QuotaRecord.EMPTY;
        }
    }

    /** Writes the record. New packages are marked as used now, because a client has added them for use. */
    void write(QuotaRecord record, Collection<StorePath> newPackages) throws IOException {
        AtomicFile.write(file(), record.toBytes());
        marks.add(List.copyOf(newPackages));
        marks.touch(newPackages);
        marks.retain(record.packages());
    }

    /** Marks those of the paths that are recorded packages as used now. */
    void markUsed(Collection<StorePath> paths) {
        marks.touch(paths);
    }

    /** Returns the recorded packages, the least recently used first. */
    List<StorePath> byLastUse(QuotaRecord record) throws IOException {
        Map<StorePath, Instant> used = new HashMap<>();
        for (StorePath path : record.packages()) {
            used.put(path, marks.last(List.of(path)).orElse(Instant.EPOCH));
        }
        List<StorePath> order = new ArrayList<>(record.packages());
        order.sort((one, other) ->
                used.getOrDefault(one, Instant.EPOCH).compareTo(used.getOrDefault(other, Instant.EPOCH)));
        return order;
    }

    private Path file() {
        return folder.resolve("brought");
    }
}
