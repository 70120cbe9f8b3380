package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.HashMismatchException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A dependency that fails and that several packages of one command share, for which Nix 2.34 also logs an empty error. */
class SharedDependencyIT extends SandboxedNix {

    static Stream<Arguments> reasons() {
        String wrongHash = """
                outputHashMode = "flat"; outputHashAlgo = "sha256";
                outputHash = "0000000000000000000000000000000000000000000000000000000000000000";""";
        return Stream.of(
                Arguments.of("exit 3", "", BuildFailedException.class, "exit code 3"),
                Arguments.of("kill -9 $$", "", BuildFailedException.class, "signal 9"),
                Arguments.of("true", "", BuildFailedException.class, "failed to produce output"),
                Arguments.of("echo x > $out", wrongHash, HashMismatchException.class, "hash mismatch"),
                Arguments.of(
                        "true", "system = \"riscv64-linux\";", UnsupportedSystemException.class, "cannot be built"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void isToldWithTheTrueReason(String script, String attributes, Class<? extends NixException> kind, String truth)
            throws IOException {
        String flake = flake(script, attributes);

        NixException failure = FailureOf.running(
                () -> nix.shell(flake + "#a", flake + "#b").command("a").execute(), kind, Phase.REALISE);

        assertThat(failure.shortMessage()).contains(truth).contains("shared");
    }

    private String flake(String script, String attributes) throws IOException {
        Path directory = sandbox.flake("shared", """
                {
                  outputs = { self }: {
                    packages.%1$s = let
                      d = name: script: derivation {
                        inherit name; system = "%1$s"; builder = "/bin/sh"; args = [ "-c" script ];
                      };
                      shared = derivation ({
                        name = "shared"; system = "%1$s"; builder = "/bin/sh"; args = [ "-c" "%2$s" ];
                      } // { %3$s });
                    in {
                      a = d "a" "echo ${shared} > $out";
                      b = d "b" "echo ${shared} > $out";
                    };
                  };
                }
                """.formatted(FixtureFlake.system(), script, attributes));
        return "path:" + directory;
    }
}
