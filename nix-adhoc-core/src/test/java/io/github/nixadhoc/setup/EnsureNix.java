package io.github.nixadhoc.setup;

import io.github.nixadhoc.InstallPlan;
import io.github.nixadhoc.NixInstaller;
import io.github.nixadhoc.error.NixException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sees to it that there is a Nix before the first test runs, and a git, which Nix needs for flakes in repositories; the
 * build calls it once the test classes are compiled. Where it may, it sees to a systemd-analyze too, without which the
 * tests that need it are skipped.
 *
 * <p>{@code nix.binary} names the Nix to test with, {@code nix.install=true} permits to install what is missing.
 */
public final class EnsureNix {

    private static final InstallPlan GIT = InstallPlan.of(
            List.of(List.of("apt-get", "install", "-y", "--no-install-recommends", "git")),
            "some tests make repositories");

    private static final InstallPlan SYSTEMD = InstallPlan.of(
            List.of(List.of("apt-get", "install", "-y", "--no-install-recommends", "systemd")),
            "systemd-analyze reads the units that are written for it");

    private static final InstallPlan DISPLAY = InstallPlan.of(
            List.of(List.of("apt-get", "install", "-y", "--no-install-recommends", "xvfb", "x11-utils")),
            "a window is opened on a virtual display");

    private static final InstallPlan BUBBLEWRAP = InstallPlan.of(
            List.of(List.of("apt-get", "install", "-y", "--no-install-recommends", "bubblewrap")),
            "programs are confined by it");

    private EnsureNix() {}

    /**
     * Installs what is missing where that is permitted, and fails if it cannot be had.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String named = System.getProperty("nix.binary");
        if (named == null) {
            installIfPermitted(NixInstaller.plan());
        } else {
            require(Files.isExecutable(Path.of(named)), "nix.binary names no program: " + named);
        }
        if (!isOnPath("git")) {
            installIfPermitted(GIT);
            require(
                    isOnPath("git"),
                    "The tests need git and none was found: run mvn verify -Dnix.install=true, or install it.");
        }
        if (!(isOnPath("Xvfb") && isOnPath("xmessage") && isOnPath("xwininfo"))) {
            installIfPermitted(DISPLAY);
        }
        if (!isOnPath("bwrap") && isOnPath("apt-get")) {
            installIfPermitted(BUBBLEWRAP);
        }
        if (!isOnPath("systemd-analyze") && isOnPath("apt-get")) {
            installIfPermitted(SYSTEMD);
        }
    }

    private static void installIfPermitted(InstallPlan plan) {
        if (!plan.isEmpty() && Boolean.getBoolean("nix.install")) {
            System.out.println("Setting up: " + plan);
            install(plan);
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static void install(InstallPlan plan) {
        try {
            plan.execute(System.out::println);
        } catch (NixException e) {
            require(false, e.getMessage());
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
