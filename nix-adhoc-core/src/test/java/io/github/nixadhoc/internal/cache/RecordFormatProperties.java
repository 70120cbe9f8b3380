package io.github.nixadhoc.internal.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.fingerprint.SourceWay;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.ResolvedOutput;
import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordFormatProperties {

    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final StorePath PATH = StorePath.parse("/nix/store/" + "0".repeat(32) + "-hello-1.0");

    @Property(tries = 200)
    void aWrittenFileIsReadBack(@ForAll("answers") CachedAnswer answer) {
        assertThat(RecordFormat.read(KEY, RecordFormat.write(KEY, answer))).isEqualTo(answer);
    }

    @Property(tries = 300)
    void aChangedByteIsAMiss(@ForAll("answers") CachedAnswer answer, @ForAll int place, @ForAll byte change) {
        byte[] bytes = RecordFormat.write(KEY, answer);
        bytes[Math.floorMod(place, bytes.length)] ^= change == 0 ? 1 : change;

        assertThat(RecordFormat.read(KEY, bytes)).isNull();
    }

    @Property(tries = 100)
    void aCutRecordIsAMiss(@ForAll("answers") CachedAnswer answer, @ForAll int length) {
        byte[] bytes = RecordFormat.write(KEY, answer);

        assertThat(RecordFormat.read(KEY, Arrays.copyOf(bytes, Math.floorMod(length, bytes.length))))
                .isNull();
    }

    @Property(tries = 300)
    void anyOtherFileIsAMiss(@ForAll byte[] bytes) {
        assertThat(RecordFormat.read(KEY, bytes)).isNull();
    }

    @Property(tries = 20)
    void theRecordOfAnotherKeyIsAMiss(@ForAll("answers") CachedAnswer answer) {
        byte[] bytes = RecordFormat.write(KEY, answer);

        assertThat(RecordFormat.read("f".repeat(64), bytes)).isNull();
    }

    /** Whole, so that its checksum is right, and yet of another form, as another version of this library might write it. */
    @Property(tries = 100)
    void aWholeRecordOfAnotherFormIsAMiss(@ForAll String text) {
        String content = RecordFormat.HEADER + "\nkey " + KEY + "\n" + text + "\n";
        byte[] bytes = content.getBytes(UTF_8);
        String whole = content + RecordFormat.checksum(bytes, bytes.length);

        assertThat(RecordFormat.read(KEY, whole.getBytes(UTF_8))).isNull();
    }

    @Provide
    Arbitrary<CachedAnswer> answers() {
        Arbitrary<Resolution> resolutions = Combinators.combine(
                        texts(), texts().list().ofMaxSize(3), Arbitraries.of(Purpose.values()), flakes())
                .as((text, texts, purpose, flake) -> new Resolution(
                        Installable.parse("nixpkgs#hello^out,dev"),
                        purpose,
                        text,
                        Resolution.Kind.PACKAGE,
                        texts.isEmpty() ? null : PATH,
                        texts.stream()
                                .map(name -> new ResolvedOutput(
                                        name, name.isEmpty() ? null : PATH, "/placeholder", name.length() > 3))
                                .toList(),
                        texts,
                        text,
                        new PackageFacts(text, text, text, texts, texts.isEmpty() ? null : text, texts.isEmpty()),
                        flake));
        Arbitrary<RealisedOutputs> realised = Arbitraries.longs()
                .greaterOrEqual(0)
                .map(number -> new RealisedOutputs(ByteSize.of(number), List.of(new StoreMark(PATH, number, number))))
                .injectNull(0.2);
        Arbitrary<List<CachedAnswer.Tree>> trees = Arbitraries.of("/a", "/b c", "/d\ne", "/\\n")
                .map(path -> new CachedAnswer.Tree(Path.of(path), KEY))
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        resolutions.list().ofMaxSize(3),
                        realised,
                        trees,
                        ways().list().ofMaxSize(2),
                        Arbitraries.longs())
                .as((list, there, folders, ways, millis) -> new CachedAnswer(
                        NixVersion.parse("2.26.3pre1_x"),
                        "x86_64-linux",
                        "/nix/store",
                        "local?root=/srv/a b",
                        millis,
                        folders.isEmpty(),
                        ways,
                        folders,
                        list,
                        there));
    }

    private static Arbitrary<SourceWay> ways() {
        Arbitrary<Path> paths = Arbitraries.of("/a", "/b c", "/d\ne", "/\\n").map(Path::of);
        Arbitrary<SourceWay.Link> links = Combinators.combine(paths, Arbitraries.longs(), Arbitraries.longs())
                .as(SourceWay.Link::new);
        return Combinators.combine(
                        paths, paths, links.list().ofMaxSize(2), paths.list().ofMaxSize(2))
                .as(SourceWay::new);
    }

    private static Arbitrary<LockedFlake> flakes() {
        return texts().map(text ->
                        new LockedFlake("path:" + text, null, text, Instant.ofEpochSecond(text.length()), PATH, text))
                .injectNull(0.5);
    }

    /** Without halves of surrogate pairs, which cannot be written in any encoding. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('a', '\\', 'n', '\n', '\r', ' ', 'é', '\0')
                .ofMaxLength(8);
    }
}
