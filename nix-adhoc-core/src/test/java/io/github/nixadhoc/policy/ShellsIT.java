package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts to start a shell by another name, where scripts and shells are denied. */
class ShellsIT {

    private static final String SHELLS = """
            {
              outputs = { self }: {
                legacyPackages.x86_64-linux = let
                  package = name: commands: extra: derivation {
                    inherit name;
                    system = "x86_64-linux";
                    builder = "/bin/sh";
                    args = [ "-c" "export PATH=/usr/bin:/bin; program() { printf '#!/bin/sh\necho ran\n' > $out/bin/$1; chmod +x $out/bin/$1; }; mkdir -p $out/bin; cd $out/bin; ${commands}" ];
                  } // extra;
                  dash = package "dash-0.5" "program dash" { };
                in {
                  inherit dash;
                  flounder = package "flounder" "program flounder; program flounder-indent" { shellPath = "/bin/flounder"; };
                  linked = package "linked" "program flounder; ln -s flounder linked" { shellPath = "/bin/flounder"; };
                  hard = package "hard" "program flounder; ln flounder hard" { shellPath = "/bin/flounder"; };
                  slashed = package "slashed" "program slashed" { shellPath = "bin/./slashed"; };
                  borrowed = package "borrowed" "ln -s ${dash}/bin/dash borrowed" { };
                  wrapped = package "wrapped" "program .zsh-wrapped; ln -s .zsh-wrapped wrapped" { };
                  versioned = package "versioned" "program zsh-5.9; ln -s zsh-5.9 versioned" { };
                  box = package "box" "program busybox; ln -s busybox ash; ln -s busybox ls" { shellPath = "/bin/ash"; };
                  odd = package "odd" "program odd" { shellPath = throw "no path"; };
                  list = package "list" "program list" { shellPath = [ "/bin/list" ]; };
                };
              };
            }
            """;

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create().settled();

    private static final Path flake = sandbox.flake("shells", SHELLS);

    private final NixCalls calls = new NixCalls();

    private NixClient client(CommandPolicy policy) {
        return SandboxedClient.builder(sandbox)
                .executor(calls)
                .nixpkgs("path:" + flake)
                .policy(policy)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "flounder, flounder",
        "linked, linked",
        "hard, hard",
        "slashed, slashed",
        "borrowed, borrowed",
        "wrapped, wrapped",
        "wrapped, .zsh-wrapped",
        "versioned, versioned",
        "versioned, zsh-5.9",
        "box, ash",
        "box, busybox",
        "dash, dash"
    })
    void aShellIsFoundOutColdAndWarm(String installable, String program) {
        for (CommandPolicy policy :
                new CommandPolicy[] {Policies.noScripts(), Policies.forAgents(), Policies.noScripts()}) {
            try (NixClient nix = client(policy)) {
                if (installable.equals(program)) {
                    assertThatThrownBy(
                                    () -> nix.run(installable).args("-c", "id").execute())
                            .isInstanceOf(CommandDeniedException.class)
                            .hasMessageContaining("is a shell");
                }
                assertThatThrownBy(() -> nix.shell(installable)
                                .command(program, "-c", "id")
                                .execute())
                        .isInstanceOf(CommandDeniedException.class)
                        .hasMessageContaining("is a shell");
            }
        }
        assertThat(calls.programs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"flounder, flounder-indent", "box, ls", "odd, odd", "list, list"})
    void anotherProgramIsNone(String installable, String program) {
        for (CommandPolicy policy : new CommandPolicy[] {Policies.noScripts(), Policies.forAgents()}) {
            try (NixClient nix = client(policy)) {
                assertThat(nix.shell(installable).command(program).text()).isEqualTo("ran");
            }
        }
    }
}
