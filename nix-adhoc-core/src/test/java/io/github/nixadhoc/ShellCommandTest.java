package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShellCommandTest {

    private static final String NIX = "nix --extra-experimental-features 'nix-command flakes' ";

    @Test
    void isPrintedAsTheLineOfNixThatDoesTheSame() {
        assertThat(Nix.shell("imagemagick", "openssl^bin").command("convert", "in.png", "out.png"))
                .hasToString(NIX + "shell nixpkgs#imagemagick nixpkgs#openssl^bin --command convert in.png out.png");
    }

    @Test
    void aScriptIsPrintedWithTheShellThatRunsIt() {
        assertThat(Nix.shell("jq").script("jq . \"$1\"").args("x.json"))
                .hasToString(NIX + "shell nixpkgs#jq --command bash -c 'jq . \"$1\"' bash x.json");
    }

    @Test
    void theOrderOfPackagesMatters() {
        assertThat(Nix.shell("a", "b").command("c"))
                .isEqualTo(Nix.shell("a", "b").command("c"))
                .isNotEqualTo(Nix.shell("b", "a").command("c"));
    }

    @Test
    void anotherProgramReplacesProgramAndArguments() {
        assertThat(Nix.shell("a").command("b", "c").command("d"))
                .isEqualTo(Nix.shell("a").command("d"));
    }

    @Test
    void aShellWithoutAProgramIsRefusedAtOnce() {
        ShellCommand command = Nix.shell("a");

        assertThatThrownBy(command::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call command(…) or script(…) first");
    }

    @Test
    void wordsThatCannotBePassedAreRefusedWhenTheCommandIsBuilt() {
        ShellCommand command = Nix.shell("a");

        assertThatThrownBy(() -> Nix.shell()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.command("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.script("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> command.script("x".repeat(200_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write it to a file");
    }
}
