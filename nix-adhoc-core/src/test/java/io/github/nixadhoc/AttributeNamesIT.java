package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages with any names: what a search tells can be run. */
class AttributeNamesIT {

    private static final List<String> NAMES = List.of(
            "plain",
            "with.dot",
            "1.1.3",
            "with space",
            "",
            "1num",
            "a+b",
            "x-y_z'",
            "a/b",
            "a:b",
            "x@y",
            "a#b",
            "a^b",
            "with\"quote",
            "back\\slash",
            "dollar$",
            "${inter}",
            "ünïcode",
            "日本",
            ".",
            "..",
            "a..b",
            "-dash",
            "--",
            "a%20b",
            "null",
            "default");

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create();

    private static Path directory = Path.of("");

    @BeforeAll
    static void writeFlake() throws IOException {
        directory = Files.createDirectories(sandbox.root().resolve("names"));
        StringBuilder packages = new StringBuilder();
        for (String name : NAMES) {
            String quoted =
                    "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
            packages.append("%s = p %d; \"in.set\".%s = p %d;%n"
                    .formatted(quoted, NAMES.indexOf(name), quoted, NAMES.indexOf(name)));
        }
        Files.writeString(directory.resolve("flake.nix"), """
                { outputs = { self }: {
                    legacyPackages.%1$s = let p = number: derivation {
                      name = "tool-${toString number}"; system = "%1$s"; builder = "/bin/sh";
                      PATH = "/usr/bin:/bin"; args = [ "-c" "mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/tool; echo 'echo ${toString number}' >> $out/bin/tool; chmod +x $out/bin/tool" ];
                    }; in {
                      "in.set".recurseForDerivations = true;
                      %2$s
                    }; }; }
                """.formatted(FixtureFlake.system(), packages));
        sandbox.settled();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "path:%s", "path:."})
    void eachHitIsRunAsItIsNamed(String reference) {
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            List<PackageHit> hits = nix.search("^legacyPackages")
                    .in(reference.formatted(directory))
                    .directory(directory)
                    .execute();

            assertThat(hits).hasSize(2 * NAMES.size());
            assertThat(hits).allSatisfy(hit -> {
                assertThat(hit.run().plan()).isNotNull();
                assertThat(nix.run(hit.attribute()).directory(directory).plan()).isNotNull();
            });
            assertThat(hits)
                    .filteredOn(hit -> hit.attributePath().contains("quote")
                            || hit.attributePath().endsWith("1.1.3"))
                    .hasSize(4)
                    .allSatisfy(hit -> assertThat(hit.run().text()).isEqualTo(hit.version()));
        }
    }

    @Test
    void aModelRunsWhatItFinds() {
        try (NixClient nix = SandboxedClient.builder(sandbox)
                        .nixpkgs("path:" + directory)
                        .build();
                NixTool tool = NixTool.of(nix)) {
            for (PackageHit hit : nix.search("tool").execute()) {
                assertThat(tool.call("nix_plan", Map.of("packages", List.of(hit.attribute())))
                                .text())
                        .as(hit.attribute())
                        .contains("-tool-" + hit.version())
                        .endsWith("nothing was run");
            }
        }
    }
}
