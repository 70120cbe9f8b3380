package io.github.nixadhoc.setup;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Sees to it that there is a Nix before the first test runs; the build calls it once the test classes are compiled.
 *
 * <p>{@code nix.binary} names the Nix to test with, {@code nix.install=true} permits to install a missing one.
 */
public final class EnsureNix {

    private EnsureNix() {}

    /**
     * Fails if there is no Nix.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String named = System.getProperty("nix.binary");
        if (named != null) {
            require(Files.isExecutable(Path.of(named)), "nix.binary names no program: " + named);
        } else if (!isInstalled()) {
            require(Boolean.getBoolean("nix.install"), "Nix is missing: run mvn verify -Dnix.install=true");
            require(false, "Nix is missing, and this build cannot install it yet");
        }
    }

    private static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), usualPlaces())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nix")));
    }

    private static Stream<String> usualPlaces() {
        return Stream.of(
                "/run/current-system/sw/bin",
                "/nix/var/nix/profiles/default/bin",
                System.getProperty("user.home") + "/.nix-profile/bin",
                "/usr/bin");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
