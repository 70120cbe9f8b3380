package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs without any network: the JVM has a network namespace of its own. */
class OfflineIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "github:NixOS/nixpkgs#hello",
                "github:NixOS/nixpkgs/nixos-25.05#hello",
                "gitlab:owner/repository#x",
                "https://example.org/flake.tar.gz#x",
                "git+https://example.org/repository#x"
            })
    void aFlakeOnTheNetworkIsKnownToBeOutOfReachAtTheFirstTry(String installable) {
        List<String> lines = offline("registry=" + SandboxedClient.emptyRegistry(sandbox), installable);

        assertThat(lines).contains("failure OfflineException");
        assertHasNotTriedAgain(lines);
        assertThat(lines).anyMatch(line -> line.startsWith("hint connect to a network"));
    }

    /** Only the global registry has the name, and it was never fetched. */
    @Test
    void anUnregisteredNameIsReportedAsOfflineAtTheFirstTry() {
        List<String> lines = offline("no-such-entry#x");

        assertThat(lines).contains("failure OfflineException");
        assertHasNotTriedAgain(lines);
    }

    @Test
    void aPackageOfABinaryCacheIsReportedAsOfflineAtTheFirstTry() {
        sandbox.configure("substituters = https://cache.nixos.org");
        String path = sandbox.storeDir() + "/00000000000000000000000000000000-hello-1.0";

        List<String> lines = offline("registry=" + SandboxedClient.emptyRegistry(sandbox), path);

        assertThat(lines).contains("failure OfflineException");
        assertHasNotTriedAgain(lines);
    }

    @Test
    void aStorePathThatIsInTheStoreStillRuns() {
        String path = sandbox.build("nixpkgs#hello").get(0).toString();
        sandbox.configure("substituters = https://cache.nixos.org");

        List<String> lines = offline(path);

        assertThat(lines).contains("stdout Hello, world!");
        assertHasNotTriedAgain(lines);
    }

    /** There is no global registry and no cache; the user's own registry has nixpkgs. */
    @Test
    void aPackageOfALocalFlakeThatIsInTheStoreStillRuns() {
        sandbox.build("nixpkgs#hello");
        sandbox.configure("substituters = https://cache.nixos.org");

        List<String> lines = offline("registry=" + SandboxedClient.emptyRegistry(sandbox), "hello");

        assertThat(lines).contains("stdout Hello, world!");
        assertHasNotTriedAgain(lines);
    }

    @Test
    void aPackageThatIsInTheStoreStillRunsWithoutTheGlobalRegistry() {
        sandbox.build("nixpkgs#hello");

        List<String> lines = offline("hello");

        assertThat(lines).contains("stdout Hello, world!");
    }

    @Test
    void aPackageOfALocalFlakeThatIsNotInTheStoreIsBuiltWithoutTheCache() {
        sandbox.configure("substituters = https://cache.nixos.org");

        List<String> lines = offline("registry=" + SandboxedClient.emptyRegistry(sandbox), "hello");

        assertThat(lines).contains("stdout Hello, world!");
    }

    @Test
    void anEvaluationThatHasToBuildSaysThat() throws IOException {
        Path directory = sandbox.flake("imports", """
                { outputs = { self }: {
                    packages.%1$s.x = import (derivation {
                      name = "fetched-source"; system = "builtin"; builder = "builtin:fetchurl";
                      url = "https://example.org/source.nix"; outputHashMode = "flat"; outputHashAlgo = "sha256";
                      outputHash = "0000000000000000000000000000000000000000000000000000000000000000";
                    });
                }; }
                """.formatted(FixtureFlake.system()));

        List<String> lines = offline("registry=" + SandboxedClient.emptyRegistry(sandbox), "path:" + directory + "#x");

        assertThat(lines).contains("failure OfflineException");
        assertThat(lines).anyMatch(line -> line.contains("has to build fetched-source, an import from derivation"));
    }

    private List<String> offline(String... arguments) {
        return ForkedJvm.in(sandbox).behind(withoutNetwork()).run(arguments);
    }

    private static List<String> withoutNetwork() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("unshare", "--net")
                : List.of("unshare", "--map-current-user", "--net");
    }

    /** Nix itself tries five times, with longer and longer pauses, and so says four times that it tries again. */
    private static void assertHasNotTriedAgain(List<String> lines) {
        assertThat(lines.stream().filter(line -> line.startsWith("warning ") && line.contains("retrying")))
                .hasSizeLessThan(4);
        assertThat(lines).contains("end of main");
    }
}
