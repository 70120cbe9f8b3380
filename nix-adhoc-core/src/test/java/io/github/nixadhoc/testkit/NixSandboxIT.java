package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NixSandboxIT {

    @Test
    void nothingReachesTheMachinesOwnNix() throws IOException {
        Map<Path, FileTime> before = machine();
        try (NixSandbox sandbox = NixSandbox.create()) {
            // GIVEN a run that evaluates, builds and executes
            sandbox.nix("run", "nixpkgs#hello").requireSuccess();

            // THEN all of it is in the sandbox
            assertThat(sandbox.validPaths())
                    .isNotEmpty()
                    .allMatch(path -> path.startsWith(sandbox.storeDir()))
                    .isEqualTo(sandbox.storePaths());
            assertThat(sandbox.stateDir().resolve("db/db.sqlite")).exists();
        }
        assertThat(machine()).isEqualTo(before);
    }

    @Test
    void closingLeavesNothing() {
        NixSandbox sandbox = NixSandbox.create();
        List<Path> outputs = sandbox.build("nixpkgs#multi");
        assertThat(outputs).hasSize(3).allMatch(Files::exists);

        sandbox.close();

        assertThat(sandbox.root()).doesNotExist();
    }

    @Test
    void aProcessThatOutlivesItsTestIsKilledAndReported() throws IOException {
        // GIVEN
        NixSandbox sandbox = NixSandbox.create();
        Path sleeper = sandbox.build("nixpkgs#sleeper").get(0).resolve("bin/sleeper");
        ProcessBuilder builder = new ProcessBuilder(sleeper.toString());
        builder.environment().putAll(sandbox.environment());
        Process process = builder.start();

        // THEN
        assertThatThrownBy(sandbox::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still running")
                .hasMessageContaining("sleeper");
        assertThat(process.isAlive()).isFalse();
        assertThat(sandbox.root()).doesNotExist();
    }

    @Test
    void anEmptiedStoreIsThatOfANewNix() {
        try (NixSandbox sandbox = NixSandbox.create()) {
            sandbox.nix("run", "nixpkgs#hello").requireSuccess();

            sandbox.emptyStore();

            assertThat(sandbox.storePaths()).isEmpty();
            assertThat(sandbox.validPaths()).isEmpty();
            assertThat(sandbox.nix("run", "nixpkgs#hello").text()).isEqualTo("Hello, world!");
        }
    }

    @Test
    void experimentalFeaturesAreNotEnabledInTheConfiguration() {
        try (NixSandbox sandbox = NixSandbox.create()) {
            Ran bare = sandbox.tool("nix", "run", "nixpkgs#hello");

            assertThat(bare.exitCode()).isEqualTo(1);
            assertThat(bare.stderr()).contains("experimental Nix feature 'nix-command' is disabled");
        }
    }

    @Test
    void settingsCanBeAdded() {
        try (NixSandbox sandbox = NixSandbox.create("keep-failed = true")) {
            sandbox.configure("max-jobs = 7");

            String show = sandbox.under().isAtLeast(2, 20) ? "config show" : "show-config";
            assertThat(sandbox.nix(show.split(" ")).lines()).contains("keep-failed = true", "max-jobs = 7");
        }
    }

    /** The places that a stray Nix would write to, with the time of their last change. */
    private static Map<Path, FileTime> machine() throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Set<Path> places = Set.of(
                Path.of("/nix"),
                Path.of("/nix/store"),
                Path.of("/nix/var/nix/db"),
                Path.of("/nix/var/nix/gcroots/auto"),
                Path.of("/etc/nix"),
                home.resolve(".cache/nix"),
                home.resolve(".config/nix"),
                home.resolve(".local/share/nix"),
                home.resolve(".local/state/nix"),
                home.resolve(".nix-profile"),
                home.resolve(".nix-defexpr"));
        Map<Path, FileTime> times = new TreeMap<>();
        for (Path place : places) {
            if (Files.exists(place)) {
                times.put(place, Files.getLastModifiedTime(place));
            }
        }
        return times;
    }
}
