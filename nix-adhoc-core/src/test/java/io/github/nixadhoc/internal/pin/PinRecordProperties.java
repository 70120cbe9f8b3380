package io.github.nixadhoc.internal.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PinRecordProperties {

    @Property(tries = 200)
    void aRecordIsReadAsItWasWritten(@ForAll("records") PinRecord record) {
        assertThat(PinRecord.parse(record.text())).isEqualTo(record);
    }

    @Property(tries = 200)
    void aRecordThatWasCutOrMixedUpIsRefusedAndNeverMore(
            @ForAll("records") PinRecord record, @ForAll @IntRange(max = 400) int at, @ForAll char other) {
        String text = record.text();
        int index = Math.min(at, text.length() - 1);
        for (String broken :
                List.of(text.substring(0, index), text.substring(0, index) + other + text.substring(index + 1))) {
            try {
                PinRecord unused = PinRecord.parse(broken);
            } catch (IllegalArgumentException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Property(tries = 500)
    void aNameThatIsTakenIsTheNameOfAFolder(@ForAll String name) {
        if (PinName.isValid(name)) {
            assertThat(name)
                    .doesNotContain("/", "\0", "..")
                    .doesNotStartWith(".")
                    .doesNotStartWith("-")
                    .hasSizeBetween(1, 100);
        } else {
            assertThatThrownBy(() -> PinName.require(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a name for a pin: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Example
    void namesThatCouldLeaveTheFolderAreRefused() {
        for (String name : List.of(
                "",
                ".",
                "..",
                "a/b",
                "/a",
                "../a",
                ".a",
                "-a",
                "a b",
                "a\n",
                "a\0",
                "ä",
                "a..b",
                "~",
                "x".repeat(101))) {
            assertThat(PinName.isValid(name)).as(name).isFalse();
        }
        for (String name : List.of("a", "A-1", "ffmpeg@7.1", "a.b_c+d", "0", "_", "x".repeat(100))) {
            assertThat(PinName.require(name)).isEqualTo(name);
        }
    }

    @Provide
    Arbitrary<PinRecord> records() {
        Arbitrary<Installable> installables = Arbitraries.of(
                        "cowsay", "nixpkgs#hello", ".#x^bin,man", "path:/a/b#", "github:o/r#a.\"b.c\"", "a^*")
                .map(Installable::parse);
        Arbitrary<Installable> code = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20).map(text -> "x" + text),
                        Arbitraries.strings().ofMaxLength(20))
                .as((text, value) -> codeOf(text, value));
        Arbitrary<Installable> overridden = Arbitraries.of("nixpkgs", "./a-b", "github:o/r?dir=x")
                .map(reference -> Installable.parse(".#x^bin")
                        .overrideInput("a/b", reference)
                        .overrideInput("c", "nixpkgs"));
        Arbitrary<List<StorePath>> paths = Arbitraries.strings()
                .withChars("abc019+-._?=")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(name -> StorePath.parse("/nix/store/" + "0".repeat(32) + "-" + name))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
        Arbitrary<Instant> times =
                Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
        return Combinators.combine(
                        Arbitraries.oneOf(installables, code, overridden), paths, times, Arbitraries.of("a", "0f-1"))
                .as(PinRecord::new);
    }

    private static Installable codeOf(String text, String value) {
        try {
            return Installable.expression(text, "a.\"b c\"^dev")
                    .argument("name", value)
                    .argumentExpression("other", text);
        } catch (IllegalArgumentException e) {
            // a character that no command line takes
            return Installable.file(Path.of("/d/x.nix")).argumentExpression("a", "1");
        }
    }
}
