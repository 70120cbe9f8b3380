package io.github.nixadhoc.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.fingerprint.SourceWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class IndexFileProperties {

    private static final List<FoundPackage> PACKAGES = List.of(
            Packages.of("packages.s.Hello", "Hello", "1.0", "greets"),
            Packages.of("packages.s.zoo", "zoo", "", "Ümlaut"));
    private static final IndexFacts FACTS = new IndexFacts(
            7,
            "url",
            "locks",
            Instant.ofEpochMilli(5),
            Duration.ofHours(1),
            List.of(new SourceWay(
                    Path.of("/link"),
                    Path.of("/local"),
                    List.of(new SourceWay.Link(Path.of("/link"), 1, 2)),
                    List.of(Path.of("/.git")))),
            "/local",
            "fingerprint",
            "s",
            2,
            List.of("b: broken", "c.d: too"));

    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("index-file-");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        for (Path file : new Path[] {folder.resolve("key.index"), folder}) {
            Files.deleteIfExists(file);
        }
    }

    @Property(tries = 1)
    void aWrittenFileIsReadBack() throws IOException {
        byte[] unused = written();

        Index index = Objects.requireNonNull(new IndexFile(folder, "key").index());

        assertThat(index.facts()).isEqualTo(FACTS).isEqualTo(new IndexFile(folder, "key").facts());
        assertThat(index.table().get(0)).isEqualTo(PACKAGES.get(0));
        assertThat(index.table().get(1)).isEqualTo(PACKAGES.get(1));
        assertThat(new IndexFile(folder, "other").index()).isNull();
    }

    @Property(tries = 300)
    void aFileThatWasChangedIsNone(
            @ForAll @IntRange(max = 5000) int place, @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        byte[] bytes = written();
        bytes[place % bytes.length] ^= (byte) change;
        assertThat(readBack(bytes)).isNull();
    }

    @Property(tries = 100)
    void aFileThatEndsTooEarlyIsNone(@ForAll @IntRange(max = 5000) int length) throws IOException {
        byte[] bytes = written();
        assertThat(readBack(Arrays.copyOf(bytes, length % bytes.length))).isNull();
    }

    @Property(tries = 100)
    void anyBytesAreNone(@ForAll byte[] bytes) throws IOException {
        assertThat(readBack(bytes)).isNull();
    }

    private static @Nullable Index readBack(byte[] bytes) throws IOException {
        Files.write(folder.resolve("key.index"), bytes);
        return new IndexFile(folder, "key").index();
    }

    private static byte[] written() throws IOException {
        new IndexFile(folder, "key").write(FACTS, Packages.table("s", PACKAGES));
        return Files.readAllBytes(folder.resolve("key.index"));
    }
}
