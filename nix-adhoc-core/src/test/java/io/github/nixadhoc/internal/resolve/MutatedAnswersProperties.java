package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.store.ClosureReader;
import io.github.nixadhoc.internal.store.PathInfoReader;
import io.github.nixadhoc.internal.store.PreviewReader;
import io.github.nixadhoc.internal.store.StoreFactsReader;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Readers understand any output of Nix or throw {@link UnexpectedOutputException}. */
class MutatedAnswersProperties {

    private static final FlakeOutput INSTALLABLE = (FlakeOutput) Installable.parse("nixpkgs#x");

    @Property
    void pathInfo(@ForAll("pathInfos") String recording, @ForAll("mutations") Mutation mutation) {
        survives(mutation.of(Recordings.read(recording)), text -> PathInfoReader.read(JsonValue.parse(text)));
    }

    @Property
    void closures(@ForAll("pathInfos") String recording, @ForAll("mutations") Mutation mutation) {
        String whole = Recordings.read(recording).replace("\"narSize\"", "\"closureSize\":7,\"narSize\"");
        survives(mutation.of(whole), text -> ClosureReader.read(JsonValue.parse(text)));
    }

    @Property
    void storeInfo(@ForAll("storeInfos") String answer, @ForAll("mutations") Mutation mutation) {
        survives(mutation.of(answer), text -> StoreFactsReader.read(JsonValue.parse(text)));
    }

    @Property
    void storePing(@ForAll("mutations") Mutation mutation) {
        survives(
                mutation.of("Store URL: local\nVersion: 2.8.0\nTrusted: 1\n"),
                text -> StoreFactsReader.read(text.lines().toList()));
    }

    @Property
    void flakeMetadata(@ForAll("metadata") String recording, @ForAll("mutations") Mutation mutation) {
        survives(mutation.of(Recordings.read(recording)), text -> FlakeMetadata.read(JsonValue.parse(text)));
    }

    @Property
    void answers(@ForAll("answers") String recording, @ForAll("mutations") Mutation mutation) {
        survives(mutation.of(Recordings.read(recording)), text -> {
            AnswerReader reader = new AnswerReader(
                    new StoredResolver(StoreView.direct()), Purpose.SHELL, null, Recordings.noAdvice());
            for (JsonValue answer : JsonValue.parse(text).items()) {
                try {
                    reader.read(INSTALLABLE, answer);
                } catch (UnexpectedOutputException e) {
                    throw e;
                } catch (NixException e) {
                    // The reader understood that there is no such package or output.
                }
            }
        });
    }

    @Property
    void storeDerivations(@ForAll("mutations") Mutation mutation) {
        survives(
                mutation.of(Recordings.read("multi-1.0.drv.txt")),
                text -> DerivationFile.outputs(RecordedAnswersTest.DERIVATION, text));
    }

    @Property
    void previews(@ForAll("mutations") Mutation mutation) {
        survives(
                mutation.of(Recordings.read("dry-run-build-two-and-unknown-2.34.txt")),
                text -> PreviewReader.read(text.lines().toList()));
    }

    @Property
    void anything(@ForAll String text) {
        survives(text, JsonValue::parse);
    }

    @Property
    void anyDepth(@ForAll @IntRange(max = 100_000) int depth) {
        survives("[".repeat(depth) + "]".repeat(depth), JsonValue::parse);
    }

    private static void survives(String text, Consumer<String> reader) {
        try {
            reader.accept(text);
        } catch (UnexpectedOutputException e) {
            // The reader refused the output.
        }
    }

    @Provide
    Arbitrary<String> pathInfos() {
        return Arbitraries.of(List.of(
                "path-info-recursive-2.8.json",
                "path-info-recursive-2.26.json",
                "path-info-recursive-2.34.json",
                "path-info-recursive-format-2-2.34.json",
                "path-info-invalid-2.8.json"));
    }

    @Provide
    Arbitrary<String> storeInfos() {
        return Arbitraries.of(
                "{\"trusted\":1,\"url\":\"local\",\"version\":\"2.26.3\"}",
                "{\"trusted\":false,\"url\":\"daemon\",\"version\":\"2.34.8\"}");
    }

    @Provide
    Arbitrary<String> metadata() {
        return Arbitraries.of(List.of("flake-metadata-git-2.8.json", "flake-metadata-path-2.34.json"));
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries.of(List.of("resolve-2.8.json", "resolve-2.34.json"));
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<String> put = Arbitraries.of(
                "",
                "null",
                "{}",
                "[]",
                "\"\"",
                "-1",
                "1e999",
                "99999999999999999999999",
                "true",
                "\"",
                "\\",
                ",",
                ":",
                "{",
                "}",
                "\u0000",
                "/");
        return Arbitraries.doubles()
                .between(0, 1)
                .flatMap(at -> Arbitraries.integers()
                        .between(0, 40)
                        .flatMap(length -> put.flatMap(
                                text -> Arbitraries.of(true, false).map(cut -> new Mutation(at, length, text, cut)))));
    }

    /** Truncates a text or replaces a part of it. */
    record Mutation(double at, int length, String put, boolean cut) {

        String of(String text) {
            int start = (int) (at * text.length());
            int end = Math.min(text.length(), start + length);
            return cut ? text.substring(0, start) + put : text.substring(0, start) + put + text.substring(end);
        }
    }
}
