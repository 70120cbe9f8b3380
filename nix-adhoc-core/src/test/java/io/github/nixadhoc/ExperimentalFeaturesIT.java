package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Experimental features that a client sets, beside those that this library needs. */
class ExperimentalFeaturesIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest
    @ValueSource(strings = {"ca-derivations", "", "nix-command", "recursive-nix ca-derivations"})
    void theFeaturesOfAClientDoNotReplaceTheNeededOnes(String features) {
        try (NixClient nix = NixClient.builder()
                .environment(sandbox.environment())
                .nixBinary(sandbox.under().binary())
                .option("experimental-features", features)
                // a setting of flakes, which Nix ignores where flakes are off
                .option("flake-registry", SandboxedClient.emptyRegistry(sandbox))
                .build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.shell("hello").command("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.search("hello").execute()).isNotEmpty();
            assertThat(nix.storeInfo().execute().url()).isNotBlank();
            assertThat(nix.verifyStore().execute().findings()).isEmpty();
            assertThat(nix.doctor().execute().findings())
                    .noneMatch(finding -> finding.found().contains("not work"));
        }
    }

    @Test
    void thePrintedLineHasTheNeededFeaturesTooAndWorks() {
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .option("experimental-features", "ca-derivations")
                .build()) {
            String line = nix.run("hello").toShellCommand();

            assertThat(sandbox.run(List.of("/bin/sh", "-c", line), new byte[0]).text())
                    .isEqualTo("Hello, world!");
        }
    }

    @Test
    void twiceSetFeaturesKeepTheNeededOnes() {
        try (NixClient nix = SandboxedClient.builder(sandbox)
                .option("experimental-features", "ca-derivations")
                .option("experimental-features", "recursive-nix")
                .build()) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }
    }
}
