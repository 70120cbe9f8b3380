package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.result.FlakeInfo;
import io.github.nixadhoc.result.FlakeOutputs;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlakeIT extends SandboxedNix {

    private final Path flake = sandbox.root().resolve("tools");
    private final Path input = sandbox.root().resolve("input");

    @BeforeEach
    void writeFlakes() throws IOException {
        Files.createDirectories(flake);
        Files.createDirectories(input);
        Files.writeString(input.resolve("flake.nix"), "{ outputs = { self }: { }; }");
        write("");
    }

    @Test
    void theInfoHasSourceDescriptionAndInputs() {
        FlakeInfo info = nix.flakeInfo("path:" + flake).execute();

        assertThat(info.description()).isEqualTo("Tools of a test");
        assertThat(info.reference()).startsWith("path:" + flake + "?");
        assertThat(info.revision()).isEmpty();
        assertThat(info.narHash()).hasValueSatisfying(hash -> assertThat(hash).startsWith("sha256-"));
        assertThat(info.lastModified()).isPresent();
        assertThat(sandbox.validPaths()).contains(Path.of(info.source().value()));
        assertThat(info.inputs()).containsOnlyKeys("first", "second");
        assertThat(info.inputs().get("first").get("type").text()).isEqualTo("path");
    }

    @Test
    void anInputThatFollowsAnotherIsThatInput() {
        FlakeInfo info = nix.flakeInfo("path:" + flake).execute();

        assertThat(info.inputs().get("second")).isEqualTo(info.inputs().get("first"));
    }

    @Test
    void theOutputsAreThoseOfNixFlakeShow() {
        FlakeOutputs outputs = nix.flakeOutputs("path:" + flake).execute();

        String system = system();
        assertThat(outputs.ofKind("packages"))
                .extracting(FlakeOutputs.Output::attributePath)
                .contains(List.of("packages", system, "tool"), List.of("packages", system, "type"));
        assertThat(outputs.ofKind("packages"))
                .filteredOn(output -> output.attributePath().contains("tool"))
                .singleElement()
                .satisfies(tool -> {
                    assertThat(tool.type()).isEqualTo("derivation");
                    assertThat(tool.name()).contains("tool-1.2");
                });
        assertThat(outputs.ofKind("templates")).singleElement().satisfies(template -> {
            assertThat(template.type()).isEqualTo("template");
            assertThat(template.description()).contains("A template");
        });
        assertThat(outputs.ofKind("legacyPackages"))
                .singleElement()
                .extracting(FlakeOutputs.Output::type)
                .isEqualTo("");
        assertThat(outputs.ofKind("apps")).extracting(FlakeOutputs.Output::type).containsExactly("app");
        assertThat(outputs.ofKind("devShells")).isEmpty();
    }

    @Test
    void aRelativeReferenceStartsFromTheDirectory() {
        assertThat(nix.flakeInfo(".").directory(flake).execute().description()).isEqualTo("Tools of a test");
        assertThat(nix.flakeOutputs(".").directory(flake).execute().all()).isNotEmpty();
    }

    @Test
    void noLockFileIsWritten() {
        nix.flakeInfo("path:" + flake).execute();
        nix.flakeOutputs("path:" + flake).execute();

        assertThat(flake.resolve("flake.lock")).doesNotExist();
    }

    @Test
    void anOutputThatThrowsIsAFailedEvaluation() throws IOException {
        write("packages." + system() + ".broken = throw \"this output is broken\";");

        assertThatThrownBy(() -> nix.flakeOutputs("path:" + flake).execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("this output is broken");
    }

    @Test
    void aMissingFlakeIsNotFound() {
        assertThatThrownBy(() -> nix.flakeInfo("path:" + flake + "-not").execute())
                .isInstanceOf(FlakeNotFoundException.class);
        assertThatThrownBy(() -> nix.flakeOutputs("path:" + flake + "-not").execute())
                .isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void anInstallableIsNoFlakeReference() {
        assertThatThrownBy(() -> nix.flakeInfo("nixpkgs#hello"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("#");
    }

    @Test
    void aPolicyIsAskedBeforeNixFetches() {
        try (NixClient agents = SandboxedClient.builder(sandbox)
                .policy(Policies.onlyPackages("hello"))
                .build()) {
            assertThatThrownBy(() -> agents.flakeInfo("path:" + flake).execute())
                    .isInstanceOf(CommandDeniedException.class);
            assertThatThrownBy(() -> agents.flakeOutputs("path:" + flake).execute())
                    .isInstanceOf(CommandDeniedException.class);
        }
    }

    private void write(String more) throws IOException {
        Files.writeString(flake.resolve("flake.nix"), """
                {
                  description = "Tools of a test";
                  inputs.first.url = "path:%1$s";
                  inputs.second.follows = "first";
                  outputs = { self, first, second }: {
                    packages.%2$s.tool = derivation { name = "tool-1.2"; system = "%2$s"; builder = "/bin/sh"; };
                    packages.%2$s.type = derivation { name = "type"; system = "%2$s"; builder = "/bin/sh"; };
                    legacyPackages.%2$s.deep.hello = throw "not looked at";
                    apps.%2$s.default = { type = "app"; program = "${self}/tool"; };
                    templates.default = { path = ./.; description = "A template"; };
                    %3$s
                  };
                }
                """.formatted(input, system(), more));
    }

    private String system() {
        return sandbox.nix("eval", "--impure", "--raw", "--expr", "builtins.currentSystem")
                .text();
    }
}
