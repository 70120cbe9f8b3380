package io.github.nixadhoc.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFolderTest {

    @TempDir
    Path folder;

    @Test
    void theLeastRecentlyUsedRecordIsDeleted() throws IOException {
        RecordFolder records = new RecordFolder(folder, 10);
        for (int i = 0; i < 15; i++) {
            records.write(key(i), new byte[] {1});
            Files.setLastModifiedTime(file(i), FileTime.from(Instant.now().minus(Duration.ofHours(i))));
        }

        records.evict();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(9);
        }
        assertThat(records.read(key(0))).isNotNull();
        assertThat(records.read(key(8))).isNotNull();
        assertThat(records.read(key(9))).isNull();
    }

    @Test
    void aRecordThatIsReadAfterALongTimeCountsAsUsed() throws IOException {
        RecordFolder records = new RecordFolder(folder, 10);
        records.write(key(1), new byte[] {1});
        Files.setLastModifiedTime(file(1), FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        assertThat(records.read(key(1))).containsExactly(1);

        assertThat(Files.getLastModifiedTime(file(1)).toInstant())
                .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
    }

    @Test
    void halfWrittenFilesOfADeadProcessAreDeleted() throws IOException {
        Path abandoned = Files.createFile(folder.resolve("01234567890.tmp"));
        Path current = Files.createFile(folder.resolve("01234567891.tmp"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        new RecordFolder(folder, 10).evict();

        assertThat(abandoned).doesNotExist();
        assertThat(current).exists();
    }

    @Test
    void aFolderThatCannotBeMadeHasNoRecords() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        RecordFolder records = new RecordFolder(file.resolve("below"), 10);

        records.write(key(1), new byte[] {1});
        records.delete(key(1));

        assertThat(records.read(key(1))).isNull();
    }

    @Test
    void recordsAreWhereTheEnvironmentSaysThatCachesAre() {
        assertThat(RecordFolder.of(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
                .isEqualTo(Path.of("/c/nix-adhoc/resolutions"));
        assertThat(RecordFolder.of(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.cache/nix-adhoc/resolutions"));
        assertThat(RecordFolder.of(Map.of())).isNull();
    }

    private Path file(int i) {
        return folder.resolve(key(i) + ".resolution");
    }

    private static String key(int i) {
        return String.format("%064d", i);
    }
}
