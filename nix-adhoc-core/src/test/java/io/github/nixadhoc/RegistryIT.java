package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.RegistryEntry.Kind;
import io.github.nixadhoc.testkit.NixSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegistryIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void theEntriesOfAllRegistriesAreListedInTheirOrder() throws IOException {
        write("etc/registry.json", "tools", "\"type\":\"github\",\"owner\":\"o\",\"repo\":\"r\",\"dir\":\"d\"");
        write("global.json", "nixpkgs", "\"type\":\"indirect\",\"id\":\"other\"");
        write("config/nix/registry.json", "nixpkgs", "\"type\":\"path\",\"path\":\"/a place\"");

        try (NixClient nix = client("global.json")) {
            assertThat(nix.registry().execute())
                    .extracting(
                            RegistryEntry::kind,
                            RegistryEntry::from,
                            entry -> entry.to().replace("%20", " "))
                    .containsExactly(
                            tuple(Kind.USER, "flake:nixpkgs", "path:/a place"),
                            tuple(Kind.SYSTEM, "flake:tools", "github:o/r?dir=d"),
                            tuple(Kind.GLOBAL, "flake:nixpkgs", "flake:other"));
        }
    }

    @Test
    void withoutEntriesItIsEmpty() throws IOException {
        Files.delete(sandbox.root().resolve("config/nix/registry.json"));

        try (NixClient nix = client("empty-registry.json")) {
            assertThat(nix.registry().execute()).isEmpty();
        }
    }

    @Test
    void aMalformedRegistryIsAnError() throws IOException {
        Path registry = sandbox.root().resolve("config/nix/registry.json");
        Files.writeString(registry, "{\"vers");

        try (NixClient nix = client("empty-registry.json")) {
            RegistryCommand command = nix.registry();

            assertThatThrownBy(command::execute)
                    .isInstanceOf(NixException.class)
                    .hasMessageStartingWith("cannot parse flake registry '" + registry + "'");
        }
    }

    @Test
    void itIsPrintedAsTheLineOfNix() {
        try (NixClient nix = client("empty-registry.json")) {
            assertThat(nix.registry().toShellCommand()).endsWith(" registry list");
            assertThat(nix.registry().execute())
                    .singleElement()
                    .hasToString("user flake:nixpkgs " + sandbox.nixpkgs().reference());
        }
    }

    private NixClient client(String globalRegistry) {
        return NixClient.builder()
                .environment(sandbox.environment())
                .nixBinary(sandbox.under().binary())
                .option("flake-registry", sandbox.root().resolve(globalRegistry).toString())
                .build();
    }

    private void write(String file, String name, String target) throws IOException {
        Files.writeString(sandbox.root().resolve(file), """
                {"version":2,"flakes":[{"from":{"type":"indirect","id":"%s"},"to":{%s}}]}
                """.formatted(name, target));
    }
}
