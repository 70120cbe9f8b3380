package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private final Secrets secrets = Secrets.of(
            ProcessEnvironment.inherited().setSecret("TOKEN", "hunter22").set("OPEN", "not hidden"));

    @Test
    void theValueOfASecretVariableIsMasked() {
        assertThat(secrets.mask("tried hunter22, not hidden")).isEqualTo("tried ***, not hidden");
    }

    @Test
    void aPasswordInAnAddressIsMasked() {
        assertThat(secrets.mask("unable to download 'https://ada:pass@example.org/x': HTTP error 401"))
                .isEqualTo("unable to download 'https://***@example.org/x': HTTP error 401");
    }

    @Test
    void anAccessTokenIsMasked() {
        assertThat(secrets.mask("nix --option access-tokens github.com=ghp_abc run x"))
                .doesNotContain("ghp_abc")
                .endsWith(" run x");
        assertThat(secrets.mask("--option access-tokens 'github.com=ghp_abc gitlab.com=PAT:x'"))
                .doesNotContain("ghp_abc", "PAT:x");
    }

    @Test
    void anAddressWithoutAPasswordStays() {
        assertThat(secrets.mask("https://github.com/NixOS/nix and git@github.com:o/r"))
                .isEqualTo("https://github.com/NixOS/nix and git@github.com:o/r");
    }
}
