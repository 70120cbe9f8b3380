package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.internal.file.UserFolder;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a user's records, which all processes share. Each record is a file that is replaced atomically. When there
 * are too many, the least recently used are deleted.
 *
 * <p>A folder that cannot be used has no records, which is not a failure. Thread-safe.
 */
final class RecordFolder {

    private static final String SUFFIX = ".resolution";
    private static final int MAX_BYTES = 1 << 20;

    /** The number of writes of a process from one count of the records to the next; the first write counts too. */
    private static final int WRITES_BETWEEN_COUNTS = 64;

    /** The age from which a temporary file belongs to a process that has died. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Duration BETWEEN_TOUCHES = Duration.ofDays(1);

    private final Path folder;
    private final int max;
    private final AtomicInteger writes = new AtomicInteger();

    RecordFolder(Path folder, int max) {
        this.folder = folder;
        this.max = max;
    }

    /** Returns the bytes of a record; null if there is none. */
    byte @Nullable [] read(String key) {
        Path file = file(key);
        try {
            // asked first, since an exception takes longer than the rest of this method
            if (!file.toFile().isFile() || Files.size(file) > MAX_BYTES || !PrivateFolder.isOwn(file)) {
                return null;
            }
            // not by Files, which would load the classes of channels
            try (InputStream record = new FileInputStream(file.toFile())) {
                touch(file);
                return record.readAllBytes();
            }
        } catch (IOException | SecurityException e) {
            log().debug("cannot read {}", file, e);
            return null;
        }
    }

    /** Writes a record if that is possible. */
    void write(String key, byte[] bytes) {
        try {
            Path unused = PrivateFolder.create(folder);
            AtomicFile.writePrivately(file(key), out -> out.write(bytes));
            if (writes.getAndIncrement() % WRITES_BETWEEN_COUNTS == 0) {
                evict();
            }
        } catch (IOException | SecurityException | UnsupportedOperationException e) {
            log().debug("cannot keep a record in {}", folder, e);
        }
    }

    void delete(String key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException | SecurityException e) {
            log().debug("cannot delete a record in {}", folder, e);
        }
    }

    /** Deletes the least recently used records: the surplus and a tenth more, so that the next count finds none. */
    void evict() throws IOException {
        record Used(Path file, FileTime when) {}
        List<Used> records = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                FileTime when = lastUse(file);
                if (when == null) {
                    continue;
                }
                if (file.toString().endsWith(SUFFIX)) {
                    records.add(new Used(file, when));
                } else if (file.toString().endsWith(".tmp") && when.toInstant().isBefore(abandoned)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (records.size() > max) {
            records.sort(Comparator.comparing(Used::when));
            for (Used used : records.subList(0, records.size() - max + max / 10)) {
                Files.deleteIfExists(used.file());
            }
        }
    }

    private static @Nullable FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // another process has deleted the file
            return null;
        }
    }

    private static void touch(Path file) {
        long now = System.currentTimeMillis();
        if (now - file.toFile().lastModified() > BETWEEN_TOUCHES.toMillis()) {
            boolean unused = file.toFile().setLastModified(now);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + SUFFIX);
    }

    /** Returns the folder of the records of a user; null if the environment names no folder for caches. */
    static @Nullable Path of(Map<String, String> variables) {
        return UserFolder.ofCache("resolutions", variables);
    }

    /** Creates the logger only for a message, since its creation is slow in a new JVM. */
    private static Logger log() {
        return LoggerFactory.getLogger(RecordFolder.class);
    }
}
