package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outputs that Nix takes of a package in a file, which are others than those of the same package in a flake. */
class CodeOutputsIT {

    private static final String PACKAGES = """
            rec {
              make = outputs: derivation {
                system = "%s"; name = "tool"; builder = "/bin/sh"; PATH = "/bin:/usr/bin"; inherit outputs;
                args = [ "-euc" "for o in $outputs; do eval d=\\\\$$o; mkdir -p $d/bin; printf '#!/bin/sh\\\\necho %%s\\\\n' $o > $d/bin/$o; chmod +x $d/bin/$o; done" ];
              };
              one = make [ "out" ];
              two = make [ "out" "dev" ];
              withoutOut = make [ "first" "second" ];
              part = two.dev;
              chosen = make [ "out" "dev" "man" ] // { meta.outputsToInstall = [ "man" "out" ]; };
              noneChosen = make [ "dev" "out" ] // { meta.outputsToInstall = [ ]; };
              otherMeta = make [ "lib" "out" ] // { meta.description = "a tool"; };
              specified = make [ "out" "dev" ] // { outputSpecified = true; outputName = "dev"; };
              unspecified = make [ "out" "dev" "man" ] // { outputSpecified = false; meta.outputsToInstall = [ "man" ]; };
            }
            """.formatted(FixtureFlake.system());

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final NixClient nix = sandbox.closing(SandboxedClient.of(sandbox));
    private final Path file = sandbox.root().resolve("default.nix");

    @BeforeEach
    void writeFile() throws IOException {
        assumeThat(NixVersion.parse(sandbox.under().version()).isAtLeast(2, 9))
                .as("Nix takes more than one output by default")
                .isTrue();
        Files.writeString(file, PACKAGES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one",
                "two",
                "withoutOut",
                "part",
                "chosen",
                "noneChosen",
                "otherMeta",
                "specified",
                "unspecified"
            })
    void aShellHasTheOutputsThatNixBuilds(String attribute) {
        assertThat(outputs(Installable.file(file, attribute)))
                .containsExactlyInAnyOrderElementsOf(built("--file", file.toString(), attribute));
    }

    @Test
    void anExpressionHasTheSameOutputsAsAFile() {
        String code = "(import " + file + ").withoutOut";

        assertThat(outputs(Installable.expression(code)))
                .containsExactlyInAnyOrderElementsOf(built("--impure", "--expr", code));
    }

    @Test
    void theirProgramsAreOnThePathInTheOrderOfNix() {
        String script = "for p in first second; do command -v $p || echo no $p; done";
        String said = sandbox.nix("shell", "--file", file.toString(), "withoutOut", "--command", "sh", "-c", script)
                .text();

        assertThat(nix.shell(List.of(Installable.file(file, "withoutOut")))
                        .script(script)
                        .text())
                .isEqualTo(said.strip());
    }

    @Test
    void aSelectionIsTakenInsteadOfThem() {
        assertThat(outputs(Installable.file(file, "chosen^dev")))
                .containsExactlyElementsOf(built("--file", file.toString(), "chosen^dev"));
    }

    private List<String> outputs(Installable installable) {
        return nix.shell(List.of(installable)).command("any").plan().storePaths().stream()
                .map(StorePath::value)
                .toList();
    }

    private List<String> built(String... words) {
        List<String> arguments = new ArrayList<>(List.of("build", "--no-link", "--json"));
        arguments.addAll(List.of(words));
        return JsonValue.parse(sandbox.nix(arguments.toArray(String[]::new)).text()).items().stream()
                .flatMap(each -> each.get("outputs").members().values().stream())
                .map(JsonValue::text)
                .toList();
    }
}
