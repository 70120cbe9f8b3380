package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.testkit.NixCalls;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to get from a package set that is allowed to the rest of a real flake of nixpkgs' shape. */
class PackagePatternIT {

    private static final String NIXPKGS = """
            {
              outputs = { self }: {
                legacyPackages.x86_64-linux = let
                  package = name: extra: derivation {
                    inherit name;
                    system = "x86_64-linux";
                    builder = "/bin/sh";
                    args = [ "-c" "export PATH=/usr/bin:/bin; mkdir -p $out/bin; printf '#!/bin/sh\necho ${name}\n' > $out/bin/${name}; chmod +x $out/bin/${name}" ];
                  } // extra;
                  all = rec {
                    pkgs = all;
                    bash = package "bash" { };
                    stdenv = package "stdenv" { mkDerivation = x: x; cc = bash; shell = bash; };
                    interpreter = package "interpreter" { withPackages = f: bash; inherit pkgs; };
                    set = {
                      inherit pkgs stdenv;
                      python = interpreter;
                      tongue = interpreter;
                      base = stdenv;
                      black = package "black" { inherit stdenv pkgs; tests = { inner = bash; }; };
                      nested = { recurseForDerivations = true; deep = package "deep" { }; };
                      broken = throw "this one is broken";
                    };
                  };
                in all;
              };
            }
            """;

    @RegisterExtension
    private static final NixSandbox sandbox = NixSandbox.create().settled();

    private static final Path flake = sandbox.flake("sets", NIXPKGS);

    private final NixCalls calls = new NixCalls();

    private NixClient client(String... patterns) {
        return SandboxedClient.builder(sandbox)
                .executor(calls)
                .nixpkgs("path:" + flake)
                .policy(Policies.onlyPackages(patterns))
                .build();
    }

    @Test
    void aPackageOfTheSetRunsColdAndWarm() {
        List<String> printed = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (NixClient nix = client("set.*")) {
                printed.add(nix.run("set.black").text());
            }
        }

        assertThat(printed).containsExactly("black", "black");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bash",
                "set.pkgs.bash",
                "set.black.pkgs.bash",
                "set.black.stdenv.cc",
                "set.black.tests.inner",
                "set.nested.deep",
                "set.stdenv",
                "set.base",
                "set.python",
                "set.tongue",
                "set.broken.pkgs.bash",
                "interpreter.pkgs.bash",
                ".legacyPackages.x86_64-linux.bash"
            })
    void nothingElseIsReachedThroughIt(String attribute) {
        String installable = attribute.startsWith(".") ? "path:" + flake + "#" + attribute : attribute;
        for (int run = 0; run < 2; run++) {
            try (NixClient nix = client("set.*")) {
                assertThatThrownBy(() -> nix.run(installable).execute()).isInstanceOf(CommandDeniedException.class);
                assertThatThrownBy(() -> nix.shell(installable).command("bash").execute())
                        .isInstanceOf(CommandDeniedException.class);
            }
        }
        assertThat(calls.programs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.*.*", "set.*.*", "*.black.*", "set.black.*"})
    void anAsteriskDoesNotPassThroughAPackage(String pattern) {
        try (NixClient nix = client(pattern)) {
            for (String attribute : List.of("set.black.stdenv", "set.pkgs.bash", "set.black.inner")) {
                assertThatThrownBy(() -> nix.run(attribute).execute())
                        .isInstanceOfAny(CommandDeniedException.class, PackageNotFoundException.class);
            }
        }
        assertThat(calls.programs()).isEmpty();
    }

    @Test
    void anAttributeOfAPackageThatNoListNamesIsNotOfTheSet() {
        try (NixClient nix = client("set.*.tests.*", "set.black.tests.*")) {
            assertThatThrownBy(() -> nix.run("set.black.tests.inner").execute())
                    .isInstanceOf(CommandDeniedException.class)
                    .hasMessageContaining("write its name without an asterisk");
        }
        assertThat(calls.programs()).isEmpty();
    }

    @Test
    void aNameThatIsWrittenOutIsAllowed() {
        try (NixClient nix = client("set.tongue", "set.black.pkgs.bash", "set.nested.*")) {
            assertThat(nix.run("set.tongue").text()).isEqualTo("interpreter");
            assertThat(nix.run("set.black.pkgs.bash").text()).isEqualTo("bash");
            assertThat(nix.run("set.nested.deep").text()).isEqualTo("deep");
        }
    }
}
