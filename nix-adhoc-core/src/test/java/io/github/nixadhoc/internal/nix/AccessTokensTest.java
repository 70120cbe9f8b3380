package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.model.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final NixCall CALL = NixCall.nix(Phase.RESOLVE, List.of("store", "info"));

    private final AccessTokens tokens = AccessTokens.NONE
            .plus("gitlab.com", "PAT:abc")
            .plus("github.com", "ghp_old")
            .plus("github.com", "ghp_new");

    @Test
    void tokensAreOneSettingAfterTheInheritedOnes() {
        assertThat(tokens.appendedTo("", List.of()))
                .isEqualTo("access-tokens = github.com=ghp_new gitlab.com=PAT:abc\n");
        assertThat(tokens.appendedTo("cores = 1", List.of())).startsWith("cores = 1\naccess-tokens = ");
        assertThat(tokens.appendedTo("cores = 1\n", List.of())).startsWith("cores = 1\naccess-tokens = ");
    }

    @Test
    void configuredTokensOfOtherHostsStay() {
        assertThat(tokens.appendedTo(
                        "",
                        List.of(
                                "access-tokens = gone.com=1",
                                "access-tokens = github.com=theirs example.com=2",
                                "extra-access-tokens = example.com=3 example.org=4=5",
                                "cores = 1")))
                .isEqualTo("access-tokens = example.com=2 example.org=4=5 github.com=ghp_new gitlab.com=PAT:abc\n");
    }

    @Test
    void onlyNixGetsTheTokensAndTheyAreSecretThere() {
        ProcessEnvironment programs = ProcessEnvironment.inherited().onTopOf(Map.of("NIX_CONFIG", "cores = 1"));
        NixSettings settings = new NixSettings(null, null, List.of(), programs, tokens, false);

        ProcessEnvironment ofNix = new NixEnvironment(settings).of(CALL);

        assertThat(ofNix.changes()).containsEntry("NIX_CONFIG", tokens.appendedTo("cores = 1", List.of()));
        assertThat(ofNix.secrets()).contains("NIX_CONFIG");
        assertThat(settings.environment()).isEqualTo(programs);
    }

    @Test
    void withoutATokenTheVariableIsUnchanged() {
        NixSettings settings = new NixSettings(null, null, List.of(), ProcessEnvironment.inherited());

        assertThat(new NixEnvironment(settings).of(CALL).changes()).doesNotContainKey("NIX_CONFIG");
    }

    @Test
    void noPrintContainsTheTokens() {
        NixSettings settings = new NixSettings(null, null, List.of(), ProcessEnvironment.inherited(), tokens, false);

        assertThat(tokens).hasToString("tokens for [github.com, gitlab.com]");
        assertThat(settings.toString()).doesNotContain("ghp_", "PAT");
        assertThat(Secrets.of(settings).mask("401 for ghp_new and PAT:abc")).isEqualTo("401 for *** and ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nbuild-users-group = x", "a#b", "a\tb", "ä"})
    void aTokenThatWouldAddASettingIsRefusedAndNotShown(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessTokens.NONE.plus("github.com", token))
                .withMessageContaining("github.com")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("build-users-group"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "git hub", "a=b", "a\nb", "-x", "https://github.com"})
    void anInvalidHostIsRefused(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessTokens.NONE.plus(host, "token"));
    }
}
