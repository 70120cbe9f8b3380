package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void everyTokenOfASettingIsMasked() {
        assertThat(secrets.mask("--option access-tokens 'github.com=ghp_abc git.example.org=PAT2' run nixpkgs#x"))
                .doesNotContain("ghp_abc", "PAT2")
                .endsWith(" run nixpkgs#x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3cret@example.org/x.tar.gz",
                "https://ada:s3cret@example.org/x.tar.gz#y",
                "https://ada:s3@cret@example.org",
                "git+https://oauth2:s3cret@example.org/r?ref=main",
                "git+ssh://ada:s3cret@example.org/r",
                "https://example.org/x.tar.gz?access_token=s3cret",
                "https://example.org/x.tar.gz?a=b&private_token=s3cret&c=d",
                "https://example.org/x.tar.gz?X-Amz-Signature=s3cret",
                "github:o/r?apiKey=s3cret#x",
                "https://example.org/x?PASSWORD=s3cret",
                "https://example.org/x?next=https://example.com/?token=s3cret",
                "https://example.org/x?a?token=s3cret",
                "https://example.org/x?a=&token=s3cret",
                "https://example.org/x?key=&token=s3cret",
            })
    void noReferenceKeepsItsPasswordOrToken(String reference) {
        assertThat(Secrets.maskedReferences(reference)).contains("***").doesNotContain("s3", "cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nixpkgs#hello",
                "git+ssh://git@github.com/o/r?ref=main",
                "path:/x?lastModified=1&narHash=sha256-abc%3D#y",
                "github:NixOS/nixpkgs/nixos-25.05?dir=lib",
                "https://example.org/@scope/x.tar.gz?rev=abc",
            })
    void aReferenceWithoutASecretStays(String reference) {
        assertThat(Secrets.maskedReferences(reference)).isEqualTo(reference);
    }
}
