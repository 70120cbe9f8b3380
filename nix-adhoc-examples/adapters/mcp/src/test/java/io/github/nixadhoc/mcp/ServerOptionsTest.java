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
                        "--no-background",
                        "--readable",
                        folder.toString(),
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
        "--directory --network, --directory needs a value",
        "--allow-packages, --allow-packages needs a value",
        "--directory /no/such/folder, --directory needs a folder that exists: /no/such/folder",
        "--writable /no/such/folder, --writable needs a folder that exists: /no/such/folder",
        "--audit /no/such/folder/audit.jsonl, --audit needs a file in a folder that exists",
        "--audit /, --audit needs a file in a folder that exists",
        "--unconfined --network, and --unconfined that there is none",
        "--readable / --unconfined, and --unconfined that there is none",
        "--readable /no/such/folder, --readable needs a folder that exists: /no/such/folder",
        "--writable / --unconfined, and --unconfined that there is none",
        "--no-audit --audit /tmp/audit.jsonl, --audit and --no-audit exclude each other",
        "--nix /nope, --nix needs the path of the program nix: /nope does not exist",
        "--nix nix, --nix needs the path of the program nix: nix does not exist",
        "--nix /usr, --nix needs the path of the program nix: /usr is no file that can be executed",
        "--nix /etc/passwd, --nix needs the path of the program nix: /etc/passwd is no file that can be executed",
        "--nix /bin/true, --nix needs the path of the program nix: /bin/true --version says",
        "--nix /usr/bin/yes, --nix needs the path of the program nix: /usr/bin/yes --version says"
    })
    void whatCannotBeIsRefused(String words, String reason) {
        assertThatThrownBy(() -> ServerOptions.parse(words.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
