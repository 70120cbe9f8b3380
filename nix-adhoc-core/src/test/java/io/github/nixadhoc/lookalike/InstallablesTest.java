package io.github.nixadhoc.lookalike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes installables of the API of words that Nix takes. */
class InstallablesTest {

    private static final String PATH = "/nix/store/0000000000000000000000000000000a-hello-2.12";

    @ParameterizedTest
    @CsvSource({
        "flake1, flake1#",
        ".#a.b, .#a.b",
        "'', .#",
        "path:./x, path:./x#",
        "x#sth sth, 'x#\"sth sth\"'",
        "x#a%20b, 'x#\"a b\"'",
        "x#a/b^dev, 'x#\"a/b\"^dev'",
        "x#a++.b, x#a++.b"
    })
    void aWordIsAFlakeAsForNix(String word, String expected) {
        assertThat(installables("build", word)).containsExactly(Installable.parse(expected));
    }

    @Test
    void withoutAWordTheFlakeOfTheFolderIsMeant() {
        assertThat(installables("run")).containsExactly(Installable.parse(".#"));
    }

    @Test
    void aStorePathKeepsItsSelection() {
        assertThat(installables("build", PATH + ".drv^out"))
                .containsExactly(new Installable.Stored(StorePath.parse(PATH + ".drv"), List.of("out")));
    }

    @Test
    void codeHasItsArgumentsAndAttributes() {
        assertThat(installables("build", "--impure", "--expr", "a: a", "--argstr", "a", "1", "x", "y"))
                .containsExactly(
                        Installable.expression("a: a", "x").argument("a", "1"),
                        Installable.expression("a: a", "y").argument("a", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH + ".drv", PATH + ".drv^out^out", "/a b#x", "x#y.drvPath"})
    void whatTheLibraryUnderstandsInAnotherWayIsLeftToNix(String word) {
        assertThatThrownBy(() -> installables("build", word)).isInstanceOf(NotCovered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"builtins.getEnv \"HOME\"", "import /x", "(builtins.getFlake \"x\").y", "import <nixpkgs>"})
    void aPureExpressionThatReadsTheMachineIsLeftToNix(String text) {
        assertThatThrownBy(() -> installables("build", "--expr", text)).isInstanceOf(NotCovered.class);
        assertThat(installables("build", "--impure", "--expr", text)).hasSize(1);
    }

    private static List<Installable> installables(String... words) {
        return new Installables(CommandLine.parse(List.of(words))).all();
    }
}
