package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.store.PathInfo;
import io.github.nixadhoc.internal.store.PathInfoReader;
import io.github.nixadhoc.internal.store.PreviewReader;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the recorded output of three versions of Nix. */
class RecordedAnswersTest {

    static final StorePath DERIVATION = StorePath.parse("/nix/store/00000000000000000000000000000000-multi-1.0.drv");

    @ParameterizedTest
    @ValueSource(strings = {"recursive-2.8", "recursive-2.26", "recursive-2.34", "recursive-format-2-2.34"})
    void aClosureHasItsPathsSizesAndReferences(String recording) {
        List<PathInfo> closure =
                PathInfoReader.read(JsonValue.parse(Recordings.read("path-info-" + recording + ".json")));

        assertThat(closure)
                .extracting(info -> info.path().name())
                .containsExactlyInAnyOrder("closure-top-1.0", "closure-middle-1.0", "closure-leaf-1.0");
        Realisation realisation = new Realisation(List.of(), closure, true);
        assertThat(realisation.closureSize().bytes()).isBetween(110_000L, 112_500L);
        assertThat(closure)
                .filteredOn(info -> info.path().name().equals("closure-top-1.0"))
                .singleElement()
                .satisfies(info -> assertThat(info.references())
                        .extracting(StorePath::name)
                        .containsExactly("closure-middle-1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8", "2.26", "2.34"})
    void invalidPathsAreLeftOut(String version) {
        assertThat(PathInfoReader.read(JsonValue.parse(Recordings.read("path-info-invalid-" + version + ".json"))))
                .extracting(info -> info.path().name())
                .containsExactly("closure-top-1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8", "2.26", "2.34"})
    void aFlakeIsKnownByItsRevisionOrItsHash(String version) {
        LockedFlake git =
                FlakeMetadata.read(JsonValue.parse(Recordings.read("flake-metadata-git-" + version + ".json")));
        LockedFlake path =
                FlakeMetadata.read(JsonValue.parse(Recordings.read("flake-metadata-path-" + version + ".json")));

        assertThat(git.revision()).hasSize(40);
        assertThat(git.directory()).isEqualTo("sub");
        assertThat(git.url()).contains("rev=" + git.revision());
        assertThat(path.revision()).isNull();
        assertThat(path.narHash()).startsWith("sha256-");
        assertThat(path.source().name()).isEqualTo("source");
        assertThat(path.directory()).isEmpty();
        assertThat(path.lastModified()).isAfter(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8", "2.26", "2.34"})
    void anEvaluationAnswersForAllInstallables(String version) {
        List<JsonValue> answers =
                JsonValue.parse(Recordings.read("resolve-" + version + ".json")).items();
        AnswerReader run =
                new AnswerReader(new StoredResolver(StoreView.direct()), Purpose.RUN, null, Recordings.noAdvice());
        AnswerReader shell =
                new AnswerReader(new StoredResolver(StoreView.direct()), Purpose.SHELL, null, Recordings.noAdvice());

        Resolution hello = run.read(flakeOutput("nixpkgs#hello"), answers.get(0));
        assertThat(hello).isNotNull();
        assertThat(hello.program()).isEqualTo("hello");
        assertThat(hello.facts().version()).isEqualTo("1.0");
        assertThat(hello.realisation()).containsExactly(hello.derivation() + "!out");
        Resolution multi = shell.read(flakeOutput("nixpkgs#multi"), answers.get(2));
        assertThat(multi).isNotNull();
        assertThat(multi.outputs()).extracting(ResolvedOutput::name).containsExactlyInAnyOrder("bin", "man");
        assertThat(multi.paths()).isSorted();
        assertThat(run.read(flakeOutput("nixpkgs#nope"), answers.get(5))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8", "2.26", "2.34"})
    void aDryRunListsTheWork(String version) {
        Transfer one = PreviewReader.read(lines("dry-run-build-one-" + version));
        Transfer two = PreviewReader.read(lines("dry-run-build-two-and-unknown-" + version));

        assertThat(one.toBuild()).extracting(StorePath::name).containsExactly("t1-1.0.drv");
        assertThat(two.toBuild()).extracting(StorePath::name).containsExactlyInAnyOrder("t1-1.0.drv", "t2-1.0.drv");
        assertThat(two.unobtainable()).extracting(StorePath::name).containsExactly("nowhere");
        assertThat(two.isEmpty()).isFalse();
    }

    @Test
    void sizesOfADryRunAreReadInAnyUnit() {
        String path = "  /nix/store/00000000000000000000000000000000-x";
        List<String> log = new ArrayList<>(List.of(
                "this path will be fetched (0.50 KiB download, 28.6 MiB unpacked):",
                path,
                "these 2 paths will be fetched (1.0 GiB download, 2.0 GiB unpacked):",
                path));

        Transfer preview = PreviewReader.read(log);

        assertThat(preview.toFetch()).hasSize(2);
        assertThat(preview.downloadSize()).isEqualTo(ByteSize.of(512 + (1L << 30)));
        assertThat(preview.unpackedSize()).isEqualTo(ByteSize.of(29989274L + (2L << 30)));
    }

    @Test
    void aStoreDerivationHasItsOutputs() {
        assertThat(DerivationFile.outputs(DERIVATION, Recordings.read("multi-1.0.drv.txt")))
                .extracting(ResolvedOutput::name)
                .containsExactly("bin", "man", "out");
    }

    private static FlakeOutput flakeOutput(String text) {
        return (FlakeOutput) Installable.parse(text);
    }

    private static List<String> lines(String name) {
        return Recordings.read(name + ".txt").lines().toList();
    }
}
