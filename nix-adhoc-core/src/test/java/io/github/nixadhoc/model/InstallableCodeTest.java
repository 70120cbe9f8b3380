package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and files of the Nix language as installables. */
class InstallableCodeTest {

    @Test
    void codeIsShownAsTheCommandLineTakesIt() {
        assertThat(Installable.expression("with import <nixpkgs> {}; hello"))
                .hasToString("--expr 'with import <nixpkgs> {}; hello'");
        assertThat(Installable.file(Path.of("/p/default.nix"), "a.b^dev,out")
                        .argument("name", "it's")
                        .argumentExpression("debug", "!true"))
                .hasToString("--file /p/default.nix --arg debug '!true' --argstr name 'it'\\''s' a.b^dev,out");
    }

    @Test
    void allPartsCountInEquality() {
        Installable.Expression code = Installable.expression("x", "a");

        assertThat(code.argument("n", "1").argument("m", "2"))
                .isEqualTo(code.argument("m", "2").argument("n", "0").argument("n", "1"))
                .isNotEqualTo(code.argument("n", "1"))
                .isNotEqualTo(code.argument("n", "1").argumentExpression("m", "2"));
        assertThat(code)
                .isNotEqualTo(Installable.expression("x"))
                .isNotEqualTo(Installable.expression("x", "a^dev"))
                .isNotEqualTo(Installable.file(Path.of("x"), "a"));
    }

    @Test
    void outputsAreSelectedOfTheWholeAndOfAnAttribute() {
        assertThat(Installable.expression("x", "^dev").outputs()).containsExactly("dev");
        assertThat(Installable.expression("x", "a^*").outputs()).containsExactly("*");
    }

    @Test
    void aRelativeFileStartsFromTheDirectoryOfTheJvm() {
        assertThat(Installable.file(Path.of("-x.nix")).file())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("-x.nix"));
        assertThat(Installable.file(Path.of("channel:nixos")).file()).isAbsolute();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--expr 'x'", "--expr", "--file x", "(import ./. {})", "let x = 1; in x", "{ }", "<nixpkgs>"})
    void noTextStandsForCode(String text) {
        assertThatThrownBy(() -> Installable.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "a\0b", "half \ud800"})
    void anExpressionThatNoCommandLineTakesIsRefused(String text) {
        assertThatThrownBy(() -> Installable.expression(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Installable.expression("x").argumentExpression("n", text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--option", "-n", "a b", "a.b", "a\"", "a\n", "1", "a=b", "\u00e4"})
    void aNameThatIsNoIdentifierIsRefused(String name) {
        assertThatThrownBy(() -> Installable.expression("x").argument(name, "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the name of an argument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--impure", "nixpkgs#hello", "/nix/store/x", "a..b", "a b", "^", "a^", ".", "a#b"})
    void whatIsNoAttributePathIsRefused(String attribute) {
        assertThatThrownBy(() -> Installable.expression("x", attribute)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Installable.file(Path.of("x"), attribute))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codeThatIsTooLongForACommandLineIsRefusedBeforeItRuns() {
        String half = "x".repeat(60_000);

        assertThatThrownBy(() -> Installable.expression(half).argument("n", half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file(…)");
        assertThat(Installable.expression(half).argument("n", "v").arguments()).hasSize(1);
    }

    @Test
    void itsPartsCannotBeChangedFromOutside() {
        Installable.Expression code = Installable.expression("x").argument("n", "v");

        assertThatThrownBy(() -> code.arguments().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(code.outputs()).isEqualTo(List.of());
    }
}
