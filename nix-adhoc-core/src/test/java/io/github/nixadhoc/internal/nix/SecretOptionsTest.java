package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(options.appendedTo("a = b")).isEqualTo("a = b\n" + name + " = " + value + "\n");
    }

    @Test
    void otherWordsStayAsTheyAre() {
        List<String> words =
                List.of("--impure", "--option", "substituters", "https://cache.nixos.org", "--option", "x");

        assertThat(SecretOptions.of(words)).isEqualTo(new SecretOptions(words, List.of()));
        assertThat(SecretOptions.of(words).appendedTo("a = b")).isEqualTo("a = b");
    }
}
