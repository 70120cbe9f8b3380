package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOptionsTest {

    @Test
    void allOfThemCanBeGivenTogether(@TempDir Path folder) {
        assertThat(ServerOptions.parse(
                        "--unattended",
                        "--allow-packages",
                        "jq",
                        "python3Packages.*",
                        "--allow-any-flake",
                        "--allow-scripts",
                        "--directory",
                        folder.toString(),
                        "--confine",
                        "--writable",
                        folder.toString(),
                        folder.toString(),
                        "--network",
                        "--audit",
                        folder.resolve("audit.jsonl").toString(),
                        "--nixpkgs",
                        "github:NixOS/nixpkgs/nixos-25.05",
                        "--nix",
                        "/usr/bin/nix"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such, unknown option --no-such",
        "jq, unknown option jq",
        "--audit, --audit needs a value",
        "--directory --confine, --directory needs a value",
        "--allow-packages, --allow-packages needs a value",
        "--directory /no/such/folder, --directory needs a folder that exists: /no/such/folder",
        "--confine --writable /no/such/folder, --writable needs a folder that exists: /no/such/folder",
        "--audit /no/such/folder/audit.jsonl, --audit needs a file in a folder that exists",
        "--audit /, --audit needs a file in a folder that exists",
        "--network, --writable and --network say what --confine is to leave"
    })
    void whatCannotBeIsRefused(String words, String reason) {
        assertThatThrownBy(() -> ServerOptions.parse(words.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
