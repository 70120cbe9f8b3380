package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes of the shapes that a real set of packages has: search, plan, run and eval say what Nix says. */
class OddAttributesIT {

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias",
                "alias-with-warning",
                "callable",
                "overridable",
                "printed",
                "plain-set.hidden",
                "searched-set.deeper.innermost",
                "wrong-recursion.behind",
                "throwing-recursion.behind",
                "throwing-member.two",
                "dev-first",
                "out-last",
                "no-out",
                "chosen-output",
                "no-meta",
                "no-description",
                "license-function",
                "bad-platforms",
                "broken-flag",
                "description-throws",
                "program-elsewhere",
                "\"dotted.name\"",
                "1digit",
                "let"
            })
    void whatNixRunsIsPlannedAndRun(String attribute) {
        String installable = "nixpkgs#odd." + attribute;
        Ran ofNix = sandbox.nix("run", installable);
        String outPath = sandbox.nix("eval", "--raw", installable + ".outPath").text();

        RunResult ours = nix.run(installable).execute();

        assertThat(ours.stdout().strip()).isEqualTo(ofNix.text());
        assertThat(nix.run(installable).plan().storePaths())
                .extracting(StorePath::value)
                .containsExactly(outPath);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias-of-nothing",
                "a-function",
                "a-list",
                "a-null",
                "empty",
                "builder",
                "searched-set",
                "throwing-member.one",
                "meta-throws",
                "program-missing",
                "program-throws"
            })
    void whatNixRefusesIsRefusedWithAReason(String attribute) {
        String installable = "nixpkgs#odd." + attribute;
        assertThat(sandbox.nix("run", installable).exitCode()).isNotZero();

        assertThatThrownBy(() -> nix.run(installable).execute())
                .isInstanceOfSatisfying(
                        NixException.class,
                        failure ->
                                assertThat(failure.shortMessage()).isNotBlank().doesNotContain("not an answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias-with-warning.name",
                "a-list",
                "a-null",
                "empty",
                "a-function",
                "alias-of-nothing",
                "license-list.meta",
                "license-text.meta.license",
                "license-function.meta",
                "meta-throws.meta",
                "meta-list.meta",
                "description-lines.meta.description",
                "bad-platforms.meta",
                "broken-flag.meta",
                "printed",
                "searched-set.inner.name"
            })
    void aValueIsThatOfNix(String attribute) {
        String installable = "nixpkgs#odd." + attribute;
        Ran ofNix = sandbox.nix("eval", "--json", installable);
        try {
            assertThat(nix.eval(installable).execute())
                    .isEqualTo(JsonValue.parse(ofNix.text()).toNixValue());
        } catch (NixException e) {
            assertThat(ofNix.exitCode()).as(e.getMessage()).isNotZero();
        }
    }

    @Test
    void theHitsOfASearchAreThoseOfNix() throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve("odd"));
        for (String file : List.of("odd.nix", "kit.nix")) {
            Files.copy(sandbox.nixpkgs().directory().resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("flake.nix"), """
                { outputs = { self }: { legacyPackages.%1$s = import ./odd.nix (import ./kit.nix "%1$s"); }; }
                """.formatted(FixtureFlake.system()));
        sandbox.settled();
        String flake = "path:" + folder;
        Map<String, String> ofNix = new TreeMap<>();
        JsonValue.parse(sandbox.nix("search", "--json", flake, "^").text())
                .members()
                .forEach((path, hit) -> ofNix.put(path, hit.get("description").text()));

        Map<String, String> ours = new TreeMap<>();
        for (PackageHit hit : nix.search("^").in(flake).execute()) {
            ours.put(hit.attributePath(), hit.description());
        }

        assertThat(ours).isEqualTo(ofNix);
        assertThat(ours).hasSizeGreaterThan(30);
    }
}
