package io.github.nixadhoc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the stand-in for nixpkgs does with this Nix what other tests rely on. */
class FixtureFlakeIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @ParameterizedTest(name = "nix run nixpkgs#{0}")
    @CsvSource({
        "hello, 'Hello, world!'",
        // where it is found
        "shadowed, app",
        "both-kinds, packages",
        "only-app, only an app",
        "'', default app",
        "python3Packages.black, would reformat",
        "'\"with.dot\"', quoted",
        "top-level, top level",
        // what its program is called
        "main-program, other",
        "name-only, justname",
        "name-without-version, justname-beta",
        // which output it is in
        "multi, from out",
        "multi-bin-first, from bin",
        "symlinked-bin, symlinked",
        "unsearchable.import-from-derivation, generated",
    })
    void nixRunRuns(String attribute, String output) {
        assertThat(sandbox.nix("run", "nixpkgs#" + attribute).text()).isEqualTo(output);
    }

    @ParameterizedTest(name = "nix run nixpkgs#{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no-such-package | does not provide attribute",
                "main-program-missing | bin/absent': No such file or directory",
                "no-bin | bin/no-bin': No such file or directory",
                "several-programs | bin/several-programs': No such file or directory",
                "missing-interpreter | bin/missing-interpreter': No such file or directory",
                "not-executable | Permission denied",
                "outside-store | is not in the Nix store",
                "wrong-type | should have type 'app'",
                "a-number | does not exist",
                // while building
                "build-fails | failed with exit code 7",
                "build-fails | undefined reference to `main'",
                "build-killed | failed due to signal 9",
                "no-output | failed to produce output path",
                "hash-mismatch | hash mismatch in fixed-output derivation",
                "wrong-system | aarch64-darwin",
                "missing-feature | no-such-feature",
                "unsearchable.import-from-failing-derivation | failed with exit code 7",
                // while evaluating
                "throws | 'throws' has been renamed to/replaced by 'hello'",
                "infinite-recursion | infinite recursion encountered",
                "type-error | cannot add a set to an integer",
                "aborts | out of patience",
                "undefined-attribute | attribute 'no-such-attribute' missing",
                "unsearchable.syntax-error | syntax error, unexpected end of file",
                "unsearchable.missing-file | no-such-file.nix",
                "unsearchable.stack-overflow | stack overflow",
                // refused
                "unfree | because it has an unfree license (‘unfree’)",
                "unfree-2022 | has an unfree license (‘unfree’), refusing to evaluate.",
                "insecure | because it is marked as insecure",
                "insecure-2022 | is marked as insecure, refusing to evaluate.",
                "broken | - broken: This package is broken.",
                "broken-2022 | is marked as broken, refusing to evaluate.",
                "unsupported | because it is not available on the requested hostPlatform:",
                "unsupported-2024 | is not available on the requested hostPlatform:",
                "unsupported-2022 | is not supported on ‘",
            })
    void nixRunRefuses(String attribute, String reason) {
        Ran ran = sandbox.nix("run", "nixpkgs#" + attribute);

        assertThat(ran.exitCode()).isNotZero();
        assertThat(ran.stderr()).contains(reason);
        assertThat(ran.stdout()).isEmpty();
    }

    @Test
    void aFailedDependencyIsNamedToo() {
        Ran ran = sandbox.nix("build", "--no-link", "nixpkgs#dependency-fails");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stderr())
                .contains("failed with exit code 7", "dependency-fails-1.0.drv")
                .containsPattern("1 dependenc(y|ies)");
    }

    @Test
    void showTellsEverythingItWasGiven() {
        // GIVEN arguments, a stdin and a directory that are awkward
        List<String> command = sandbox.nixCommand("run", "nixpkgs#show", "--", "a b", "", "--x=\n'\"$", "é");

        // WHEN
        Shown shown =
                Shown.parse(sandbox.run(command, "in\0put\n".getBytes(UTF_8)).stdoutBytes());

        // THEN
        assertThat(shown.arguments()).hasSize(6).startsWith("/bin/sh").endsWith("a b", "", "--x=\n'\"$", "é");
        assertThat(shown.arguments().get(1))
                .startsWith(sandbox.storeDir().toString())
                .endsWith("/bin/show");
        assertThat(shown.environment())
                .containsExactlyInAnyOrderElementsOf(sandbox.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        assertThat(shown.directory()).isEqualTo(sandbox.root().resolve("home").toString());
        assertThat(shown.umask()).isEqualTo("0022");
        assertThat(shown.stdin()).isEqualTo("in\0put\n");
    }

    @Test
    void aBinaryShowsItsNameToo() {
        String[] arguments = sandbox.nix("run", "nixpkgs#cat", "--", "/proc/self/cmdline")
                .stdout()
                .split("\0");

        assertThat(arguments).hasSize(2);
        assertThat(arguments[0]).startsWith(sandbox.storeDir().toString()).endsWith("/bin/cat");
    }

    @Test
    void aProgramEndsWithTheGivenExitCode() {
        assertThat(sandbox.nix("run", "nixpkgs#exit-with", "--", "42").exitCode())
                .isEqualTo(42);
        assertThat(sandbox.nix("run", "nixpkgs#kill-self", "--", "KILL").exitCode())
                .isEqualTo(128 + 9);
    }

    @Test
    void aShellHasThePackagesInTheOrderOfTheArguments() {
        String first = sandbox.nix("shell", "nixpkgs#t1", "nixpkgs#t2", "-c", "which-one")
                .text();
        String second = sandbox.nix("shell", "nixpkgs#t2", "nixpkgs#t1", "-c", "which-one")
                .text();

        if (sandbox.under().isAtLeast(2, 20)) {
            assertThat(List.of(first, second)).containsExactly("t1", "t2");
        } else {
            // the store paths' hashes decide
            assertThat(first).isEqualTo(second);
        }
    }

    @Test
    void aShellHasTheOutputsToInstallAndWhatIsPropagated() {
        String output = sandbox.under().isAtLeast(2, 20) ? "from bin" : "from out";

        assertThat(sandbox.nix("shell", "nixpkgs#multi", "-c", "multi").text()).isEqualTo(output);
        assertThat(sandbox.nix("shell", "nixpkgs#propagating", "-c", "propagated")
                        .text())
                .isEqualTo("propagated");
        assertThat(sandbox.nix("shell", "nixpkgs#bash", "-c", "bash", "-c", "echo $BASH_VERSION")
                        .text())
                .isNotEmpty();
    }

    @Test
    void aClosureOfThreeHasKnownSizes() {
        // GIVEN
        sandbox.nix("build", "--no-link", "nixpkgs#closure-top").requireSuccess();

        // WHEN
        List<String> sizes = sandbox.nix("path-info", "--recursive", "--size", "nixpkgs#closure-top")
                .lines();

        // THEN
        assertThat(sizes).hasSize(3);
        // the archive of a file is its bytes, in units of eight, and 112 more
        assertThat(sizes).anyMatch(line -> line.matches(".*-closure-leaf-1\\.0\\s+100112"));
    }

    @Test
    void aBigOutputAndABigLogAreQuick() {
        assertThat(sandbox.build("nixpkgs#big").get(0).resolve("data")).hasSize(30_000_000);
        Ran noisy = sandbox.nix("build", "--no-link", "--print-build-logs", "nixpkgs#noisy-build");
        noisy.requireSuccess();
        assertThat(noisy.stderr()).hasSizeGreaterThan(30_000_000);
    }

    @Test
    void aSearchComesThroughToTheEnd() {
        Ran found = sandbox.nix("search", "nixpkgs", "--json", "familiar");

        assertThat(found.text())
                .contains("legacyPackages." + FixtureFlake.system() + ".hello")
                .contains("friendly greeting");
    }
}
