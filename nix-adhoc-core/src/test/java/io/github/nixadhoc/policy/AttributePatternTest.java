package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.Installable;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that patterns of packages and flakes admit. */
class AttributePatternTest {

    private static Decision admission(CommandPolicy policy, String installable) {
        Installable parsed = Installable.parse(installable);
        return policy.admit(List.of(RequestedPackage.of(parsed, installable.startsWith("nixpkgs#"))));
    }

    private static Decision ofPackage(String pattern, String fragment) {
        return admission(Policies.onlyPackages(pattern), "nixpkgs#" + fragment);
    }

    @ParameterizedTest
    @CsvSource({
        "jq, jq",
        "jq, \"jq\"",
        "python3Packages.*, python3Packages.black",
        "python3Packages.*, python3Packages.black^dev",
        "python3Packages.*, python3Packages.\"black\"",
        "python3Packages.*, python3Packages.overrides",
        "python3Packages.*, python3Packages.makefun",
        "python3Packages.b*k, python3Packages.black",
        "python*Packages.black, python311Packages.black",
        "*, hello",
        "*, python3",
        "*.*, python3Packages.black",
        "python3Packages.python, python3Packages.python",
        "python3Packages.pkgs.openssh, python3Packages.pkgs.openssh",
        ".legacyPackages.x.jq, .legacyPackages.x.jq",
        "default, ''"
    })
    void aPatternAdmitsThePackagesThatItNames(String pattern, String fragment) {
        assertThat(ofPackage(pattern, fragment)).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @CsvSource({
        "python3Packages.*, python3Packages.pkgs.openssh",
        "python3Packages.*, python3Packages.requests.stdenv.cc",
        "python3Packages.*, python3Packages.black.pkgs.bash",
        "python3Packages.*, python3Packages.\"pkgs\".bash",
        "python3Packages.*, python3Packages",
        "python3Packages.*, python3Packages.pkgs",
        "python3Packages.*, python3Packages.stdenv",
        "python3Packages.*, python3Packages.stdenvNoCC",
        "python3Packages.*, python3Packages.python",
        "python3Packages.*, python3Packages.pythonInterpreters",
        "python3Packages.*, python3Packages.override",
        "python3Packages.*, python3Packages.overridePythonAttrs",
        "python3Packages.*, python3Packages.__splicedPackages",
        "haskellPackages.*, haskellPackages.ghc948",
        "luaPackages.*, luaPackages.lua5_4",
        "python3Packages.*, .python3Packages.black",
        "*.*, python3Packages.black.stdenv",
        "*.bash, pkgs.bash",
        "*.bash, pkgsStatic.bash",
        "*.bash, buildPackages.bash",
        "*, python3Packages.black",
        "p*, python3Packages.openssh",
        "jq*, jq.src",
        "jq, .jq",
        "jq, jq.passthru"
    })
    void anAsteriskLeadsNowhereElse(String pattern, String fragment) {
        assertThat(ofPackage(pattern, fragment)).isInstanceOf(Decision.Deny.class);
    }

    @Property
    void anAsteriskStandsForOneName(
            @ForAll @Size(min = 1, max = 5) List<@AlphaChars @StringLength(min = 1) String> names) {
        String path =
                "set." + String.join(".", names.stream().map(name -> "n" + name).toList());

        assertThat(ofPackage("set.*", path) instanceof Decision.Allow).isEqualTo(names.size() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nixpkgs#jq", "a b", "python3Packages.", "..", "-jq", "jq,yq", "jq^dev", "/nix/store/x"})
    void aPatternThatNoPackageCanMatchIsRefused(String pattern) {
        assertThatThrownBy(() -> Policies.onlyPackages(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a pattern of attribute paths");
    }

    @ParameterizedTest
    @CsvSource({
        "github:owner/*, github:owner/repo#x",
        "github:owner/*, github:owner/repo/main#x",
        "github:owner/*?dir=*, github:owner/repo?dir=sub#x",
        "path:../flakes/*, path:../flakes/one#x",
        "git+https://example.org/*, git+https://example.org/a/b.git#x",
        "*, github:owner/repo?host=example.org#x",
        "nixpkgs, nixpkgs#x"
    })
    void aPatternAdmitsTheFlakesThatItNames(String pattern, String installable) {
        assertThat(admission(Policies.onlyFlakes(pattern), installable)).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @CsvSource({
        "github:owner/*, github:owner/repo?host=evil.example#x",
        "github:owner/*?dir=*, github:owner/repo?host=evil.example#x",
        "github:owner/*?dir=*, github:owner/repo?dir=a&host=evil.example#x",
        "path:/srv/flakes/*, path:/srv/flakes/../evil#x",
        "path:/srv/flakes/*, path:/srv/flakes/a/..#x",
        "path:/srv/flakes/*, path:/srv/flakes/%2e%2E/evil#x",
        "path:/srv/flakes/*, path:/srv/flakes/a%2f..%2F..#x",
        "path:/srv/flakes/.*, path:/srv/flakes/../evil#x",
        "git+https://example.org/*, git+https://example.org/a?ref=x&rev=y#x",
        "github:owner/*, /nix/store/0c0ia6bbk3v3c9l6jzwvn9pnfjsfdsqa-hello-2.12"
    })
    void anAsteriskOfAFlakeLeadsToNoOtherPlace(String pattern, String installable) {
        assertThat(admission(Policies.onlyFlakes(pattern), installable)).isInstanceOf(Decision.Deny.class);
    }
}
