package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Suggestions for names that a flake does not have. Each can be run as it is. */
class SuggestionsIT {

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(
            SandboxedClient.builder(sandbox).nixpkgs(reference("many")).build());

    @BeforeEach
    void writeFlakes() throws IOException {
        write("many", """
                legacyPackages.%1$s = {
                  nodejs = p "nodejs"; gnome = { gnode = p "x"; }; nod = throw "gone"; more = p "more";
                  curl = p "curl" // { bin = p "curl-bin"; bon = { }; };
                  ripgrep = p "ripgrep" // { meta.mainProgram = "rg"; };
                  R = p "R"; r = p "r"; age = p "age";
                  python3Packages = { requests = p "requests"; flask = p "flask"; request = { }; };
                  perlPackages = { JSON = p "JSON"; };
                  "with.dot" = p "dotted";
                  fetch = { url }: url;
                  functor = { __functor = self: x: x; __functionArgs = { url = false; }; };
                  broken = { }.missing;
                } // builtins.listToAttrs (builtins.genList (i: {
                  name = "filler${toString i}"; value = p "filler";
                }) 40);
                """);
        write("small", """
                packages.%1$s = { tool = p "tool"; default = p "default"; };
                apps.%1$s = { format = { type = "app"; program = "${p "f"}/bin/f"; }; };
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "node, nodejs",
        "nodjs, nodejs",
        "NODEJS, nodejs",
        "CURL, curl",
        "curl.bni, curl.bin",
        "ripgrap, ripgrep",
        "python3Packages.request2, python3Packages.requests",
        "python3Packages.Flask, python3Packages.flask",
        "perlPackages.json, perlPackages.JSON",
        "pyton3Packages.flask, python3Packages.flask",
        "with-dot, '\"with.dot\"'",
        "legacyPackages.x86_64-linux.curll, legacyPackages.x86_64-linux.curl"
    })
    void theNearestNameThatCanBeRunIsSuggestedWithItsPath(String wanted, String suggested) {
        String name = wanted.replace("x86_64-linux", FixtureFlake.system());

        PackageNotFoundException failure = failure(name);

        assertThat(failure.suggestions()).first().isEqualTo(suggested.replace("x86_64-linux", FixtureFlake.system()));
        assertThat(failure.hint()).startsWith("did you mean ");
        assertThat(nix.run(failure.suggestions().get(0)).plan()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing-like-that", "python3Packages.nothing", "xq", "curl.nothing"})
    void whereNothingIsNearTheSearchOfThatFlakeIsAdvised(String wanted) {
        PackageNotFoundException failure = failure(wanted);

        assertThat(failure.suggestions()).isEmpty();
        assertThat(failure.hint())
                .isEqualTo("look for the name of a package with nix search " + reference("many") + " WORD");
    }

    @Test
    void theMainProgramOfAPackageIsKnownAfterASearch() {
        assertThat(failure("rg").suggestions()).doesNotContain("ripgrep");

        assertThat(nix.search("^ripgrep$").execute()).hasSize(1);

        assertThat(failure("rg").suggestions()).first().isEqualTo("ripgrep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completely-different", "nothing.at.all"})
    void theFewPackagesAndAppsOfASmallFlakeAreListed(String wanted) {
        PackageNotFoundException failure = failure(reference("small") + "#" + wanted);

        assertThat(failure.hint())
                .startsWith(reference("small") + " has ")
                .contains("apps: format")
                .contains("packages: default, tool")
                .doesNotContain("nixpkgs");
    }

    @Test
    void anAppIsSuggestedToo() {
        assertThat(failure(reference("small") + "#formt").suggestions()).containsExactly("format");
    }

    @ParameterizedTest
    @CsvSource({"python3Packages, python3Packages.flask", "perlPackages, perlPackages.JSON", "gnome, gnome.gnode"})
    void ofASetThePackagesInItAreNamed(String set, String inside) {
        PackageNotFoundException failure = failure(set);

        assertThat(failure.hint()).isEqualTo("name one of those: " + reference("many") + "#" + inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "functor"})
    void aFunctionHoldsNoPackages(String name) {
        PackageNotFoundException failure = failure(name);

        assertThat(failure.hint()).startsWith("look for the name of a package with nix search");
    }

    private PackageNotFoundException failure(String wanted) {
        return FailureOf.running(() -> nix.run(wanted).plan(), PackageNotFoundException.class, Phase.RESOLVE);
    }

    private static String reference(String name) {
        return "path:" + sandbox.root().resolve(name);
    }

    private static void write(String name, String outputs) throws IOException {
        Path directory = Files.createDirectories(sandbox.root().resolve(name));
        Files.writeString(
                directory.resolve("flake.nix"),
                """
                {
                  outputs = { self }:
                    let p = name: derivation { name = "${name}-1.0"; system = "%1$s"; builder = "/bin/sh"; };
                    in {
                """.formatted(FixtureFlake.system()) + outputs.formatted(FixtureFlake.system()) + "};\n}\n");
    }
}
