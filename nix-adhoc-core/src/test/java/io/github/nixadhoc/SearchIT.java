package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT extends SandboxedNix {

    @Test
    void aHitDescribesItsPackageAndRunsIt() {
        List<PackageHit> hits = nix.search("ascii", "COW").execute();

        assertThat(hits).singleElement().satisfies(hit -> {
            assertThat(hit.attribute()).isEqualTo("cowsay");
            assertThat(hit.attributePath()).isEqualTo("legacyPackages." + FixtureFlake.system() + ".cowsay");
            assertThat(hit.pname()).isEqualTo("cowsay");
            assertThat(hit.version()).isEqualTo("1.0");
            assertThat(hit.description()).startsWith("A program which generates ASCII pictures");
            assertThat(hit).hasToString("cowsay (1.0): " + hit.description());
            assertThat(hit.run().args("moo").text()).contains("< moo >");
        });
    }

    @Test
    void aRelativeReferenceStartsFromTheDirectoryAndSoDoesTheRunOfAHit() {
        List<PackageHit> hits = nix.search("cowsay")
                .in(".")
                .directory(sandbox.nixpkgs().directory())
                .execute();

        assertThat(hits).singleElement().satisfies(hit -> {
            assertThat(hit.attribute()).isEqualTo(".#cowsay");
            assertThat(hit.run().args("moo").text()).contains("< moo >");
        });
    }

    @Test
    void nothingFoundIsAnEmptyList() {
        assertThat(nix.search("there is no such package").execute()).isEmpty();
    }

    @Test
    void anEmptySearchFindsAllDespiteBrokenPackages() {
        assertThat(nix.search().execute())
                .extracting(PackageHit::attribute)
                .contains("cowsay", "hello", "closure-leaf", "default")
                .doesNotContain("throws");
    }

    @Test
    void excludedPackagesAreLeftOut() {
        assertThat(nix.search("closure")
                        .exclude("LEAF", "the package closure-m")
                        .execute())
                .extracting(PackageHit::attribute)
                .containsExactly("closure-top");
    }

    @Test
    void aDashAtTheBeginningIsNoOption() {
        assertThat(nix.search("-leaf").exclude("-x").execute())
                .extracting(PackageHit::attribute)
                .containsExactly("closure-leaf");
    }

    @Test
    void theBestComeFirst() throws IOException {
        String flake = flake("legacyPackages", """
                aaa = p "other" "has jq in its description";
                jq = p "jq" "";
                jq-plugins = p "jq-plugins" "";
                set = { recurseForDerivations = true; deep = p "jq" ""; };
                xjqx = p "xjqx" "";
                """);

        assertThat(nix.search("jq").in(flake).execute())
                .extracting(PackageHit::attribute)
                .containsExactly(
                        flake + "#jq", flake + "#set.deep", flake + "#jq-plugins", flake + "#aaa", flake + "#xjqx");
        assertThat(nix.search("^jq$").in(flake).limit(1).execute())
                .extracting(PackageHit::attribute)
                .containsExactly(flake + "#jq");
        assertThat(nix.search("jq").in(flake).limit(3).execute()).hasSize(3);
    }

    @Test
    void twoPackagesOfTheSameNameCanBothBeRun() {
        List<PackageHit> hits = nix.search("^both-kinds$").execute();

        assertThat(hits)
                .extracting(PackageHit::attribute)
                .containsExactly("both-kinds", "nixpkgs#legacyPackages." + FixtureFlake.system() + ".both-kinds");
        assertThat(hits.get(0).run().text()).isEqualTo("packages");
        assertThat(hits.get(1).run().text()).isNotEqualTo("packages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw \"broken\"",
                "assert false; p \"x\" \"\"",
                "{ }.missing",
                "1 + \"a\"",
                "(p \"x\" \"\") // { meta.description = throw \"no\"; }",
                "(p \"x\" \"\") // { meta.description = 5; }",
                "import ./nope.nix",
                "(p \"x\" \"\") // { name = { }.missing; }"
            })
    void aBrokenAttributeDoesNotHideTheOthersInPackagesEither(String broken) throws IOException {
        String flake = flake("packages", """
                a = p "tool-a" "";
                b = %s;
                c = p "tool-c" "";
                d = p "thing" "";
                e = p "tool-e" "";
                """.formatted(broken));

        assertThat(nix.search("TOOL").in(flake).exclude("-e$").execute())
                .extracting(PackageHit::attribute, PackageHit::version)
                .containsExactly(tuple(flake + "#a", "1.0"), tuple(flake + "#c", "1.0"));
    }

    @Test
    void aBrokenAttributeDoesNotHideTheOthersInLegacyPackages() throws IOException {
        String flake = flake("legacyPackages", """
                a = p "tool-a" "";
                b = import ./nope.nix;
                c = (p "tool-c" "") // { meta.description = 5; };
                set = {
                  recurseForDerivations = true;
                  "with space" = p "tool-d" "";
                  b = import ./nope.nix;
                  deeper = { recurseForDerivations = true; e = p "tool-e" ""; PATH = import ./nope.nix; };
                };
                not = { d = p "tool-not" ""; };
                """);

        assertThat(nix.search("TOOL").in(flake).execute())
                .extracting(PackageHit::attributePath)
                .map(path -> path.substring(path.indexOf('.', path.indexOf('.') + 1) + 1))
                .containsExactlyInAnyOrder("a", "set.deeper.e", "set.with space");
    }

    @Test
    void aFlakeThatIsNotThereIsAnError() {
        SearchCommand command = nix.search("x").in("path:" + sandbox.root().resolve("nowhere"));

        assertThatThrownBy(command::execute).isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void aHundredThousandPackagesPassInBoundedMemory() throws IOException {
        String flake = flake("legacyPackages", """
                needle = p "needle" "sharp";
                } // builtins.listToAttrs (builtins.genList (i: {
                  name = "package-${toString i}";
                  value = p "package-${toString i}"
                    "The package of number ${toString i}, described in as many words as those of nixpkgs are";
                }) 120000) // {
                """);

        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        Path temporary = sandbox.root().resolve("tmp");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx64m -Djava.io.tmpdir=" + temporary);

        List<String> lines = ForkedJvm.in(sandbox)
                .main(SearchAll.class)
                .with(environment)
                .run(flake, sandbox.under().binary().toString(), SandboxedClient.emptyRegistry(sandbox));

        assertThat(lines).contains("first " + flake + "#needle", "found 120001");
        assertThat(temporary).isEmptyDirectory();
    }

    /** Finds all packages of a flake, in a JVM with little memory. */
    static final class SearchAll {

        private SearchAll() {}

        public static void main(String[] args) {
            try (NixClient nix = NixClient.builder()
                    .nixBinary(Path.of(args[1]))
                    .option("flake-registry", args[2])
                    .build()) {
                long start = System.nanoTime();
                System.out.println("first "
                        + nix.search("needle").in(args[0]).execute().get(0).attribute());
                System.out.println("found " + nix.search().in(args[0]).execute().size());
                System.out.println("seconds " + (System.nanoTime() - start) / 1_000_000_000L);
            }
        }
    }

    private String flake(String kind, String packages) throws IOException {
        Path directory =
                sandbox.flake("searched", """
                {
                  outputs = { self }: {
                    %s.%s = let
                      p = pname: description: derivation {
                        name = "${pname}-1.0"; system = "%s"; builder = "/bin/sh";
                      } // { meta = { inherit description; }; };
                    in {
                %s
                    };
                  };
                }
                """.formatted(kind, FixtureFlake.system(), FixtureFlake.system(), packages));
        return "path:" + directory;
    }
}
