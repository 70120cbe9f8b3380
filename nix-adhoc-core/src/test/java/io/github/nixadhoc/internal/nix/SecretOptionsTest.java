package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "access-tokens, github.com=s3cret",
        "extra-access-tokens, git.example.org=PAT:s3cret",
        "substituters, https://ada:s3cret@cache.example.org",
        "extra-substituters, https://cache.example.org?token=s3cret",
        "flake-registry, https://s3cret@example.org/registry.json"
    })
    void aSettingWithASecretIsNoArgument(String name, String value) {
        SecretOptions options = SecretOptions.of(
                List.of("--option", "connect-timeout", "5", "--option", name, value, "--option", "tarball-ttl", "0"));

        assertThat(options.arguments())
                .containsExactly("--option", "connect-timeout", "5", "--option", "tarball-ttl", "0");
        assertThat(options.settings()).containsExactly(name + " = " + value);
        assertThat(options.appendedTo("a = b"))
                .isEqualTo("a = b\nextra-experimental-features = nix-command flakes\n" + name + " = " + value + "\n");
    }

    @Test
    void aSettingWithASecretReplacesEarlierValues() {
        SecretOptions options = SecretOptions.of(List.of(
                "--option",
                "flake-registry",
                "/empty.json",
                "--option",
                "flake-registry",
                "https://ada:s3cret@example.org/registry.json"));

        assertThat(options.arguments()).isEmpty();
        assertThat(options.settings()).containsExactly("flake-registry = https://ada:s3cret@example.org/registry.json");
    }

    @Test
    void aSettingWithASecretThatIsAddedLeavesEarlierValues() {
        List<String> earlier = List.of("--option", "extra-substituters", "https://cache.example.org");
        List<String> words = new ArrayList<>(earlier);
        words.addAll(List.of("--option", "extra-substituters", "https://ada:s3cret@cache.example.org"));

        assertThat(SecretOptions.of(words).arguments()).isEqualTo(earlier);
    }

    @Test
    void otherWordsStayAsTheyAre() {
        List<String> words =
                List.of("--impure", "--option", "substituters", "https://cache.nixos.org", "--option", "x");

        assertThat(SecretOptions.of(words)).isEqualTo(new SecretOptions(words, List.of()));
        assertThat(SecretOptions.of(words).appendedTo("a = b")).isEqualTo("a = b");
    }
}
