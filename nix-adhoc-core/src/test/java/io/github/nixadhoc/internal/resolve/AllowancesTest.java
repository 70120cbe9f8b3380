package io.github.nixadhoc.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowancesTest {

    private final Allowances slack = Allowances.NONE.plusUnfree(List.of("slack"));

    @Test
    void theOrderOfAllowancesDoesNotMatter() {
        Allowances one = slack.plusUnfree(List.of("zoom", "discord")).plusBroken(List.of("x"));
        Allowances other =
                Allowances.NONE.plusBroken(List.of("x")).plusUnfree(List.of("discord", "slack", "zoom", "slack"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toString());
        assertThat(one.toNix()).isEqualTo(other.toNix());
        assertThat(slack.unfree()).containsExactly("slack");
    }

    @Test
    void onlyWhatIsAllowedIsConfigured() {
        assertThat(Allowances.NONE.isEmpty()).isTrue();
        assertThat(Allowances.NONE.plusUnfree(List.of()).isEmpty()).isTrue();
        assertThat(slack.isEmpty()).isFalse();
        assertThat(slack.toNix()).contains("allowUnfreePredicate").doesNotContain("Insecure", "Broken", "problems");
        assertThat(Allowances.NONE.plusInsecure(List.of("openssl-1.1.1w")).toNix())
                .isEqualTo("{ permittedInsecurePackages = [ \"openssl-1.1.1w\" ]; }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-x", ".x", "a\"b", "a${b}", "a\nb", "a/b", "*", "ü"})
    void anInvalidNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slack.plusUnfree(List.of(name)))
                .withMessageContaining("not the name of a package");
    }

    @ParameterizedTest
    @CsvSource({
        "nixpkgs, nixpkgs, true",
        "flake:nixpkgs, nixpkgs, true",
        "nixpkgs/nixos-25.05, nixpkgs, true",
        "nixpkgs, nixpkgs/nixos-25.05, true",
        "github:NixOS/nixpkgs/x, github:NixOS/nixpkgs/x, true",
        "./np, ./np, true",
        "nixpkgs-unstable, nixpkgs, false",
        "github:NixOS/nixpkgs, nixpkgs, false",
        "github:NixOS/nixpkgs/y, github:NixOS/nixpkgs/x, false",
        "github:nixpkgs/other, github:nixpkgs/x, false",
        "./np/sub, ./np, false",
        "/nixpkgs/sub, /nixpkgs, false",
    })
    void theyHoldForTheClientsNixpkgsAndOtherRevisionsOfItsName(String reference, String nixpkgs, boolean allowed) {
        assertThat(slack.in(reference, nixpkgs)).isEqualTo(allowed ? slack : Allowances.NONE);
    }
}
