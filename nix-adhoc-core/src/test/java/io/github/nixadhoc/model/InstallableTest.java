package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallableTest {

    private static final String STORE_PATH = "/nix/store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello-2.12";

    @Test
    void aBareWordIsAnAttributePath() {
        assertThat(Installable.parse("cowsay")).isEqualTo(new Installable.Attribute("cowsay", List.of()));
    }

    @Test
    void outputsFollowACaret() {
        assertThat(Installable.parse("openssl^bin,dev").outputs()).containsExactly("bin", "dev");
    }

    @Test
    void theHashSeparatesAReferenceFromItsFragment() {
        assertThat(Installable.parse("github:owner/repo/v1.0#a.b"))
                .isEqualTo(new Installable.FlakeOutput("github:owner/repo/v1.0", "a.b", List.of()));
    }

    @Test
    void anEmptyFragmentMeansTheDefault() {
        assertThat(Installable.parse("path:./x#")).isEqualTo(new Installable.FlakeOutput("path:./x", "", List.of()));
    }

    @Test
    void aPathInAStoreIsAStorePath() {
        assertThat(Installable.parse(STORE_PATH))
                .isEqualTo(new Installable.Stored(StorePath.parse(STORE_PATH), List.of()));
    }

    @Test
    void aStoreElsewhereIsAStoreToo() {
        assertThat(Installable.parse("/home/ann/" + STORE_PATH.substring(1))).isInstanceOf(Installable.Stored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cowsay",
                "python3Packages.black",
                "gtk+",
                "_7zz",
                "0ad",
                "nixpkgs#hello",
                "nixpkgs/nixos-25.05#hello",
                "nixpkgs/0123456789abcdef0123456789abcdef01234567#a.b",
                "nixpkgs#\"a.b\"",
                "\"1.1.3\"",
                "set.\"with space\".\"a#b^c\"^out",
                "nixpkgs#\"with space\"",
                "nixpkgs#\"with \\\" quote\"^dev",
                "nixpkgs#\"back\\\\slash\"",
                "nixpkgs#\"\"",
                "nixpkgs#\"a$b\".\"c^d\".\"e#f\"",
                "nixpkgs#.packages",
                "github:owner/repo?dir=sub#tool",
                "git+https://example.org/x.git?ref=main#tool",
                "path:./x#y",
                "./x#y",
                "../x#y",
                ".?dir=sub#y",
                "..#y",
                ".#foo",
                "/home/ann/flake#y",
                "openssl^*",
                "nixpkgs#openssl^bin,dev"
            })
    void isReadAndPrintedAsItWasWritten(String text) {
        assertThat(Installable.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-h",
                "--help",
                "-x#y",
                "a b",
                " cowsay",
                "cowsay ",
                "cow\nsay",
                "cow\0say",
                "cow\u00a0say",
                "cow\u200bsay",
                "cow\u202esay",
                "nixpkgs# hello",
                "nixpkgs##hello",
                "#hello",
                "nixpkgs#-x",
                "nixpkgs#a..b",
                "a.",
                ".a",
                "cowsay^",
                "cowsay^a,",
                "cowsay^-x",
                "cowsay^a^b",
                "cow;say",
                "nixpkgs#\"a",
                "nixpkgs#a\"b\"",
                "nixpkgs#\"a\u00a0b\"",
                "nixpkgs#\"a\\\u001bb\"",
                "nixpkgs#\"a\nb\"",
                "/home/ann/my flake#x",
                "$(cowsay)",
                "cоwsay", // the o is Cyrillic
                STORE_PATH + "/bin/hello",
                STORE_PATH + "^out"
            })
    void whatIsNoInstallableIsRefusedByName(String text) {
        assertThatThrownBy(() -> Installable.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not an installable: \"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github:nix-community/comma",
                "github:owner/repo/v1.0",
                "github:owner/repo?dir=sub",
                "git+https://example.org/x.git?ref=main",
                "git+file:///home/ann/flake",
                "https://example.org/x.tar.gz",
                "nixpkgs/nixos-25.05",
                "flake:nixpkgs",
                "path:./x",
                "path:/home/ann/flake",
                "/home/ann/flake",
                "./x",
                "../x",
                "..",
                ".",
                ".?dir=sub"
            })
    void aReferenceWithoutAFragmentMeansTheDefaultToo(String text) {
        assertThat(Installable.parse(text))
                .isEqualTo(new Installable.FlakeOutput(text, "", List.of()))
                .isEqualTo(Installable.parse(text + "#"))
                .isEqualTo(Installable.parse(Installable.parse(text).toString()));
    }

    @Test
    void outputsOfTheDefaultFollowACaretToo() {
        assertThat(Installable.parse("github:owner/repo^bin,dev"))
                .isEqualTo(new Installable.FlakeOutput("github:owner/repo", "", List.of("bin", "dev")));
    }

    @ParameterizedTest
    @CsvSource({
        "x#a/b, 'x#\"a/b\"'",
        "x#a:b, 'x#\"a:b\"'",
        "x#x@y, 'x#\"x@y\"'",
        "x#set.a@1.b, 'x#set.\"a@1\".b'",
        "x#a=b,'x#\"a=b\"'",
        "nixpkgs#-x, 'nixpkgs#\"-x\"'",
        "nixpkgs#ü, 'nixpkgs#\"ü\"'",
        "nixpkgs# x, 'nixpkgs#\"a name\"'"
    })
    void anOddNameIsRefusedWithTheWayToQuoteIt(String text, String quoted) {
        assertThatThrownBy(() -> Installable.parse(text))
                .hasMessageContaining("needs quotes: ")
                .hasMessageEndingWith(quoted);
        assertThat(Installable.parse(quoted)).hasToString(quoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/ann/my flake#x", "./my flake#x", "path:/home/ann/my flake#x", "../a b/c d#x"})
    void aPathWithASpaceIsRefusedWithTheWayToReachIt(String text) {
        assertThatThrownBy(() -> Installable.parse(text))
                .hasMessageContaining("write .#x and give directory(…) the path");
    }

    @Test
    void theMessageShowsHiddenCharactersByNumber() {
        assertThatThrownBy(() -> Installable.parse("cow\u202esay"))
                .hasMessageContaining("cow\\u202esay")
                .hasMessageContaining("U+202E");
    }

    @Test
    void onlyADerivationInTheStoreHasOutputs() {
        String derivation = STORE_PATH + ".drv^out,dev";

        assertThat(Installable.parse(derivation).outputs()).containsExactly("out", "dev");
    }
}
