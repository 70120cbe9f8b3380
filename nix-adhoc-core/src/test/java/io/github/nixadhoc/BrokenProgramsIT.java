package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.testkit.FailureOf;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages whose program is there and cannot be run. */
class BrokenProgramsIT extends SandboxedNix {

    @ParameterizedTest
    @CsvSource({
        "ln -s /no/such/file $out/bin/x, 'bin/x is a link to /no/such/file, which does not exist'",
        "ln -s ../lib/x $out/bin/x, 'bin/x is a link to ../lib/x, which does not exist'",
        "ln -s x $out/bin/x, 'bin/x is a link to x, which does not exist'",
        "echo > $out/bin/x, bin/x is not executable",
        "mkdir $out/bin/x, bin/x is a folder"
    })
    void isToldWithTheReason(String script, String reason) throws IOException {
        NoMainProgramException failure = failure("mkdir $out $out/bin; " + script, NoMainProgramException.class);

        assertThat(failure.shortMessage()).endsWith(reason);
        assertThat(failure.hint()).contains("the package is broken");
    }

    @Test
    void theProgramsThatCanBeRunAreNamed() throws IOException {
        NoMainProgramException failure = failure(
                "mkdir $out $out/bin; echo > $out/bin/x; echo '#!/bin/sh' > $out/bin/y; chmod +x $out/bin/y",
                NoMainProgramException.class);

        assertThat(failure.programs()).containsExactly("y");
        assertThat(failure.shortMessage()).endsWith("bin/x is not executable; it has y");
    }

    @Test
    void aScriptOfWindowsIsToldAsThat() throws IOException {
        ProgramStartException failure = failure(
                "mkdir $out $out/bin; printf '#!/bin/sh\\\\r\\\\necho hi\\\\r\\\\n' > $out/bin/x; chmod +x $out/bin/x",
                ProgramStartException.class);

        assertThat(failure.shortMessage()).contains("bin/x").contains("carriage return");
        assertThat(failure.hint()).contains("bin/x");
    }

    @Test
    void aFirstLineThatIsTooLongIsToldAsThat() throws IOException {
        ProgramStartException failure = failure(
                "mkdir $out $out/bin; printf '#!/%0300d/sh\\\\necho hi\\\\n' 0 > $out/bin/x; chmod +x $out/bin/x",
                ProgramStartException.class);

        assertThat(failure.shortMessage()).contains("bin/x").contains("too long");
    }

    private <E extends NixException> E failure(String script, Class<E> kind) throws IOException {
        Path directory = sandbox.flake("broken", """
                {
                  outputs = { self }: {
                    packages.%1$s.x = derivation {
                      name = "x"; system = "%1$s"; builder = "/bin/sh"; PATH = "/usr/bin:/bin";
                      args = [ "-c" "%2$s" ];
                    };
                  };
                }
                """.formatted(FixtureFlake.system(), script));
        return FailureOf.running(() -> nix.run("path:" + directory + "#x").execute(), kind, Phase.EXECUTE);
    }
}
