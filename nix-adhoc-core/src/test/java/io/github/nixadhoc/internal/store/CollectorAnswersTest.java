package io.github.nixadhoc.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.maintenance.CollectionLog;
import io.github.nixadhoc.internal.maintenance.FreedBytes;
import io.github.nixadhoc.internal.maintenance.GcRootLine;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorAnswersTest {

    private static final StorePath A = StorePath.parse("/nix/store/" + "a".repeat(32) + "-a");
    private static final StorePath B = StorePath.parse("/nix/store/" + "b".repeat(32) + "-b");

    @Test
    void aRootIsALinkWithOrWithoutQuotesAndWhatItKeeps() {
        assertThat(GcRootLine.read(
                        "/a -> b/link -> " + A + "\n\"/with \\\" and \\\\\" -> " + B + "\n{censored} -> " + B + "\n"))
                .containsExactly(
                        new GcRootLine("/a -> b/link", A),
                        new GcRootLine("/with \" and \\", B),
                        new GcRootLine("{censored}", B));
    }

    @Test
    void aRootThatKeepsNothingKnownIsATypedError() {
        assertThatThrownBy(() -> GcRootLine.read("/link -> /elsewhere\n"))
                .isInstanceOf(UnexpectedOutputException.class);
        assertThatThrownBy(() -> GcRootLine.read("no arrow")).isInstanceOf(UnexpectedOutputException.class);
    }

    @Test
    void onlyDeletionsAreReadFromTheLogOfACollector() {
        List<StorePath> received = new ArrayList<>();
        CollectionLog log = new CollectionLog(List.of(received::add));

        List.of(
                        "removing profile version 9",
                        "removing old generations of profile /p/one",
                        "removing profile version 1",
                        "removing old generations of profile '/p/two'",
                        "would remove profile version 7",
                        "removing profile version 2",
                        "deleting garbage...",
                        "deleting '" + B + "'",
                        "deleting '/nix/store/tmp-1-2'",
                        "deleting '" + A + "'",
                        "deleting unused links...")
                .forEach(log);

        assertThat(log.deleted()).containsExactly(A, B);
        assertThat(received).containsExactly(B, A);
        assertThat(log.generations())
                .containsExactly(
                        ProfileGeneration.of(Path.of("/p/one"), 1), ProfileGeneration.of(Path.of("/p/two"), 2));
    }

    @Test
    void aConsumerThatFailsGetsNoMorePaths() {
        List<StorePath> received = new ArrayList<>();
        CollectionLog log = new CollectionLog(List.of(path -> {
            received.add(path);
            throw new AssertionError("of no interest");
        }));

        log.accept("deleting '" + B + "'");
        log.accept("deleting '" + A + "'");

        assertThat(log.deleted()).containsExactly(A, B);
        assertThat(received).containsExactly(B);
    }

    @Test
    void nixCountsInTheUnitThatItPrints() {
        assertThat(FreedBytes.read("12 store paths deleted, 0.05 MiB freed\n"))
                .contains(new FreedBytes(ByteSize.of(52429), ByteSize.of(10486)));
        assertThat(FreedBytes.read("1 store paths deleted, 28.6 GiB freed\n"))
                .contains(new FreedBytes(ByteSize.parse("28.6 GiB"), ByteSize.parse("0.1 GiB")));
        assertThat(FreedBytes.read("1 store paths deleted, 3 MiB freed"))
                .contains(new FreedBytes(ByteSize.parse("3 MiB"), ByteSize.parse("1 MiB")));
    }

    @Test
    void anUnreadableCountIsMissing() {
        assertThat(FreedBytes.read("")).isEmpty();
        assertThat(FreedBytes.read("1 store paths deleted, 3 parsecs freed")).isEmpty();
        assertThat(FreedBytes.read("1 store paths deleted, 99999999999 EiB freed"))
                .isEmpty();
    }

    @Test
    void anExactCountIsUsedUnlessNixMeansAnother() {
        FreedBytes count =
                FreedBytes.read("12 store paths deleted, 0.05 MiB freed").orElseThrow();

        assertThat(count.orExact(ByteSize.of(50_000))).isEqualTo(ByteSize.of(50_000));
        assertThat(count.orExact(ByteSize.of(500_000))).isEqualTo(ByteSize.of(52_429));
    }

    @Test
    void onlyWholeLinesAreRead() {
        assertThat(new CollectionLog(List.of()).deleted()).isEmpty();
        CollectionLog log = new CollectionLog(List.of());
        log.accept("not deleting '" + A + "'");
        log.accept("deleting '" + A + "' later");

        assertThat(log.deleted()).isEmpty();
    }
}
