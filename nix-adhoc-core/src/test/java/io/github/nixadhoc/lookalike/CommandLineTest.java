package io.github.nixadhoc.lookalike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.nixadhoc.lookalike.CommandLine.Argument;
import io.github.nixadhoc.lookalike.CommandLine.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads command lines of Nix's own tests. */
class CommandLineTest {

    @Test
    void wordsAfterTheCommandFlagBelongToTheProgram() {
        CommandLine line = parse("shell", "hello", "jq", "-c", "hello", "--version");

        assertThat(line.subcommand()).isEqualTo("shell");
        assertThat(line.positional()).containsExactly("hello", "jq");
        assertThat(line.trailing()).containsExactly("hello", "--version");
    }

    @Test
    void aFlagAfterTwoDashesIsAnArgument() {
        CommandLine line = parse("run", "--refresh", "--", ".", "--version", "-c");

        assertThat(line.positional()).containsExactly(".", "--version", "-c");
        assertThat(line.flags()).containsExactly("--refresh");
        assertThat(line.trailing()).isEmpty();
    }

    @Test
    void aSubcommandMayHaveTwoWords() {
        assertThat(parse("store", "verify", "--all").subcommand()).isEqualTo("store verify");
    }

    @Test
    void flagsMayStandBeforeTheSubcommand() {
        CommandLine line = parse("--store", "/x", "build", "--no-link", "a");

        assertThat(line.values()).containsExactly(entry("--store", "/x"));
        assertThat(line.has("--no-link")).isTrue();
    }

    @Test
    void aShortFlagIsTheLongOne() {
        CommandLine line = parse("build", "-f", "default.nix", "hello");

        assertThat(line.values()).containsExactly(entry("--file", "default.nix"));
        assertThat(line.positional()).containsExactly("hello");
    }

    @Test
    void argumentsKeepTheirOrderAndKind() {
        CommandLine line = parse("eval", "--expr", "x: x", "--argstr", "a", "1", "--arg", "b", "2");

        assertThat(line.arguments()).containsExactly(new Argument("a", "1", false), new Argument("b", "2", true));
    }

    @Test
    void aFlagOfASettingIsAnOption() {
        CommandLine line = parse("build", "--max-jobs", "0", "--option", "cores", "1", "a");

        assertThat(line.settings()).containsExactly(new Setting("max-jobs", "0"), new Setting("cores", "1"));
    }

    @Test
    void anOverrideNamesTheInputAndItsReplacement() {
        assertThat(parse("build", "--override-input", "b/c", "path:/d", "a").overrides())
                .containsExactly(entry("b/c", "path:/d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rebuild", "--out-link", "-o", "--eval-store", "--impure", "--file"})
    void whatTheApiHasNoWordForIsLeftToTheRealNix(String flag) {
        assertThatThrownBy(() -> parse("build", flag)).isInstanceOf(NotCovered.class);
    }

    private static CommandLine parse(String... words) {
        return CommandLine.parse(List.of(words));
    }
}
