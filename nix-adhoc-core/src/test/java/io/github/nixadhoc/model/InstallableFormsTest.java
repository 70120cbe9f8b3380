package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.PlannedChange;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No constructor makes a value that {@code parse} would refuse, and no text is too long or too odd for {@code parse}. */
class InstallableFormsTest {

    private static final StorePath HELLO = StorePath.parse("/nix/store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello-2.12");

    static Stream<Supplier<Object>> odd() {
        return Stream.of(
                () -> new Installable.FlakeOutput("--impure", "cowsay", List.of()),
                () -> new Installable.FlakeOutput("", "cowsay", List.of()),
                () -> new Installable.FlakeOutput("nixpkgs#x", "cowsay", List.of()),
                () -> new Installable.FlakeOutput("nixpkgs", "-x", List.of()),
                () -> new Installable.FlakeOutput("nixpkgs", "a b", List.of()),
                () -> new Installable.FlakeOutput("nixpkgs", "a^dev", List.of()),
                () -> new Installable.FlakeOutput("path:./x\n--impure", "a", List.of()),
                () -> new Installable.FlakeOutput("nixpkgs", "a", List.of("out", "*")),
                () -> new Installable.FlakeOutput("nixpkgs", "a", List.of("out,dev")),
                () -> new Installable.Attribute("--help", List.of()),
                () -> new Installable.Attribute("", List.of()),
                () -> new Installable.Attribute("nixpkgs#hello", List.of()),
                () -> new Installable.Attribute(".a", List.of()),
                () -> new Installable.Attribute("/bin/sh", List.of()),
                () -> new Installable.Attribute("hello", List.of("")),
                () -> new Installable.Attribute("hello", List.of("-x")),
                () -> new Installable.Attribute("hello", List.of()).in("--file"),
                () -> new Installable.Attribute("hello", List.of()).in("a b"),
                () -> new Installable.Stored(HELLO, List.of("out")),
                () -> new Installable.Stored(new StorePath(HELLO + ".drv"), List.of("out^dev")),
                () -> new StorePath("/nix/store/../../tmp/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello"),
                () -> new StorePath("/nix/./store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello"),
                () -> new StorePath("/nix//store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello"),
                () -> new StorePath("/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello"),
                () -> new NixVersion(-1, 8, 0, ""),
                () -> new NixVersion(2, 1_000_000, 0, ""),
                () -> new NixVersion(2, 8, 0, "1"),
                () -> new NixVersion(2, 8, 0, "pre x"),
                () -> CleanRoom.empty().set("A=B", "x"),
                () -> CleanRoom.empty().set("", "x"),
                () -> CleanRoom.empty().set("A", "x\0y"),
                () -> PlannedChange.none().env("LD_PRELOAD=x", "y"),
                () -> PlannedChange.none().unsetEnv(""));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void noConstructorTakesATextThatParseRefuses(Supplier<Object> made) {
        assertThatThrownBy(made::get).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aConstructedInstallableIsReadAsTheSame(
            @ForAll String reference, @ForAll String fragment, @ForAll List<String> outputs) {
        for (Supplier<Installable> made : List.<Supplier<Installable>>of(
                () -> new Installable.FlakeOutput(reference, fragment, outputs),
                () -> new Installable.FlakeOutput("nixpkgs", fragment, outputs),
                () -> new Installable.FlakeOutput(reference, "hello", List.of()),
                () -> new Installable.Attribute(fragment, outputs))) {
            Throwable refused = catchThrowable(
                    () -> assertThat(Installable.parse(made.get().toString())).isEqualTo(made.get()));

            if (refused != null) {
                assertThat(refused).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    static Stream<String> veryLong() {
        return Stream.of(
                "a.".repeat(500_000) + "a",
                "nixpkgs#" + "a.".repeat(500_000) + "a",
                "nixpkgs#" + "\"a\".".repeat(200_000) + "a",
                "nixpkgs#a" + ".a".repeat(500_000) + ".",
                "hello^" + "out,".repeat(500_000) + "out",
                "hello^" + "out,".repeat(500_000),
                "/a".repeat(500_000),
                "/a".repeat(500_000) + "/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello",
                "/a".repeat(500_000) + "/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello/bin/sh",
                "/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-a".repeat(30_000),
                "github:" + "a/".repeat(500_000) + "#x",
                "a".repeat(1_000_000),
                "-".repeat(1_000_000));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("veryLong")
    void aTextOfAnyLengthIsReadOrRefused(String text) {
        Throwable refused = catchThrowable(
                () -> assertThat(Installable.parse(text).toString()).isIn(text, text + "#"));

        if (refused != null) {
            assertThat(refused).isInstanceOf(IllegalArgumentException.class);
            assertThat(refused.getMessage()).hasSizeLessThan(2000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3164, 0xFFA0, 0x115F, 0x2800, 0xFE0F, 0x034F, 0xE0041, 0xE000, 0x200B, 0x00AD, 0x2003})
    void anInvisibleCharacterIsRefusedByItsNumber(int codePoint) {
        String text = "path:./x" + Character.toString(codePoint) + "#y";

        assertThatThrownBy(() -> Installable.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.format("U+%04X", codePoint))
                .hasMessageContaining(String.format("\\u%04x", codePoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"path:./Größe#y", "/home/ada/東京#y", "path:./папка#y"})
    void lettersOfAnyAlphabetAreNotRefusedInAPath(String text) {
        assertThat(Installable.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:s3cret@example.org/x.tar.gz#p",
                "git+https://oauth2:s3cret@example.org/r?ref=main#p",
                "git+ssh://ada:s3cret@example.org/r#p",
                "tarball+https://ada%3As3cret@example.org/x#p",
                "https://a@b:s3cret@example.org/x#p",
                "git+https://ghp_s3cret@github.com/o/r#p",
                "git+https://glpat-s3cret@gitlab.com/o/r#p",
                "git+https://ada:s3cret@example.org/r#a b",
                "git+https://ada:s3cret@example.org/r#a..b",
                "git+https://ada:s3cret@example.org/r"
            })
    void aPasswordIsRefusedWithAnotherPlaceForItAndNotRepeated(String text) {
        assertThatThrownBy(() -> Installable.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("s3cret");
        if (!text.contains(" ") && text.endsWith("#p")) {
            assertThatThrownBy(() -> Installable.parse(text)).hasMessageContaining("netrc");
            String reference = text.substring(0, text.indexOf('#'));
            try (NixClient nix = NixClient.builder().withoutNix().build()) {
                assertThatThrownBy(() -> nix.search("x").in(reference))
                        .message()
                        .doesNotContain("s3cret");
            }
            assertThatThrownBy(() -> NixClient.builder().nixpkgs(reference))
                    .message()
                    .doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "git+ssh://git@github.com/o/r#p",
        "git+https://ada@example.org/r#p",
        "https://example.org:8443/@scope/a:b@c.tar.gz#p",
        "https://example.org/x.tar.gz?user=a:b@c#p",
        "github:o/r#p"
    })
    void anAddressWithoutPasswordIsNotRefused(String text) {
        assertThat(Installable.parse(text)).hasToString(text);
    }

    @Test
    void anAddressOfAStoreHasNoPasswordEither() {
        assertThatThrownBy(() -> NixClient.builder().store("https://ada:s3cret@cache.example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("netrc")
                .message()
                .doesNotContain("s3cret");
    }
}
