package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Nix that crashes when its work is done, as with {@code min-free}, whose collector runs beside the build. */
class CrashedNixIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest
    @ValueSource(ints = {11, 6, 9, 13, 7})
    void aBuildThatIsDoneCountsWhateverBecameOfNix(int signal) throws IOException {
        try (NixClient nix = crashingAfter("kill -" + signal + " $$")) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
            assertThat(nix.prefetch("cowsay")
                            .execute()
                            .packages()
                            .get(0)
                            .storePaths()
                            .get(0)
                            .path())
                    .exists();
            StorePath pinned =
                    nix.pin("closure-top").as("top").execute().storePaths().get(0);
            assertThat(pinned.path()).exists();
        }
    }

    @Test
    void aBuildWhoseDaemonWentAwayCountsIfItIsDone() throws IOException {
        try (NixClient nix =
                crashingAfter("echo 'error: Nix daemon disconnected unexpectedly (maybe it crashed?)' >&2; exit 1")) {
            assertThat(nix.run("hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void anOutputWithAPathOfItsContentCountsToo() throws IOException {
        Path flake = sandbox.flake("ca", """
                { outputs = { self }: { packages.%1$s.tool = derivation {
                  name = "tool"; system = "%1$s"; builder = "/bin/sh"; PATH = "/usr/bin:/bin";
                  __contentAddressed = true; outputHashMode = "recursive"; outputHashAlgo = "sha256";
                  args = [ "-euc" "mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/tool; echo echo done >> $out/bin/tool; chmod +x $out/bin/tool" ];
                }; }; }
                """.formatted(FixtureFlake.system()));
        try (NixClient nix = crashing("kill -11 $$")
                .option("extra-experimental-features", "ca-derivations")
                .build()) {
            assertThat(nix.run("path:" + flake + "#tool").text()).isEqualTo("done");
        }
    }

    @Test
    void aBuildThatFailedStaysAFailure() throws IOException {
        try (NixClient nix = crashingAfter("kill -11 $$")) {
            NixException failure = Assertions.catchThrowableOfType(
                    NixException.class, () -> nix.run("build-fails").execute());

            assertThat(failure).isInstanceOf(BuildFailedException.class);
        }
    }

    private NixClient crashingAfter(String end) throws IOException {
        return crashing(end).build();
    }

    /** Puts programs in front of the real ones, which do the work and then end in another way. */
    private NixClientBuilder crashing(String end) throws IOException {
        Path folder = Files.createDirectories(sandbox.root().resolve("crashing"));
        for (String tool : List.of("nix", "nix-store")) {
            Path real = tool.equals("nix")
                    ? sandbox.under().binary()
                    : sandbox.under().tool(tool);
            Path program = folder.resolve(tool);
            Files.writeString(program, """
                    #!/bin/sh
                    "%s" "$@" || exit $?
                    case " $* " in
                      *" --dry-run "*|*" --add-root "*) ;;
                      *" --realise "*|*" build "*) %s ;;
                    esac
                    """.formatted(real, end));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return SandboxedClient.builder(sandbox).nixBinary(folder.resolve("nix"));
    }
}
