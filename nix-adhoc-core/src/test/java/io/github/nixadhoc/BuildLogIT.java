package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildLogIT extends SandboxedNix {

    private final Path flake = sandbox.flake(
            "built", """
            {
              outputs = { self }:
                let
                  system = "%s";
                  build = name: script: derivation {
                    inherit name system;
                    builder = "/bin/sh";
                    args = [ "-c" script ];
                  };
                in {
                  packages.${system} = {
                    good = build "good" "echo first; echo second >&2; echo > $out";
                    bad = build "bad" "echo before the failure; exit 3";
                  };
                };
            }
            """.formatted(sandbox.nix("eval", "--impure", "--raw", "--expr", "builtins.currentSystem")
                    .text()));

    @Test
    void theLogOfABuildHasBothStreams() {
        nix.prefetch("path:" + flake + "#good").execute();

        assertThat(nix.buildLog("path:" + flake + "#good").execute())
                .hasValueSatisfying(log -> assertThat(log).contains("first", "second"));
    }

    @Test
    void aStorePathHasTheLogOfItsBuild() {
        String path = sandbox.build("path:" + flake + "#good").get(0).toString();

        assertThat(nix.buildLog(path).execute())
                .hasValueSatisfying(log -> assertThat(log).contains("first"));
    }

    @Test
    void aFailedBuildHasALog() {
        assertThatThrownBy(() -> nix.prefetch("path:" + flake + "#bad").execute())
                .isInstanceOf(BuildFailedException.class);

        assertThat(nix.buildLog("path:" + flake + "#bad").execute())
                .hasValueSatisfying(log -> assertThat(log).contains("before the failure"));
    }

    @Test
    void withoutABuildThereIsNoLog() {
        assertThat(nix.buildLog("path:" + flake + "#good").execute()).isEmpty();
        assertThat(sandbox.storePaths()).noneMatch(path -> path.toString().endsWith("-good"));
    }

    @Test
    void aMissingPackageIsNotFound() {
        assertThatThrownBy(() -> nix.buildLog("path:" + flake + "#nope").execute())
                .isInstanceOf(PackageNotFoundException.class);
    }

    @Test
    void aPolicyIsAskedBeforeTheEvaluation() {
        try (NixClient agents = SandboxedClient.builder(sandbox)
                .policy(Policies.onlyPackages("hello"))
                .build()) {
            assertThatThrownBy(() -> agents.buildLog("path:" + flake + "#good").execute())
                    .isInstanceOf(CommandDeniedException.class);
        }
    }
}
