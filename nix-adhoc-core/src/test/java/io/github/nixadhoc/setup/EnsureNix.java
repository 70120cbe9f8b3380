package io.github.nixadhoc.setup;

import io.github.nixadhoc.InstallPlan;
import io.github.nixadhoc.NixInstaller;
import io.github.nixadhoc.error.NixException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sees to it that there is a Nix before the first test runs; the build calls it once the test classes are compiled.
 *
 * <p>{@code nix.binary} names the Nix to test with, {@code nix.install=true} permits to install a missing one.
 */
public final class EnsureNix {

    private EnsureNix() {}

    /**
     * Fails if there is no Nix, after trying to install it where that is permitted.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String named = System.getProperty("nix.binary");
        if (named != null) {
            require(Files.isExecutable(Path.of(named)), "nix.binary names no program: " + named);
            return;
        }
        InstallPlan plan = NixInstaller.plan();
        if (!plan.isEmpty() && Boolean.getBoolean("nix.install")) {
            System.out.println("Setting up Nix: " + plan);
            install(plan);
        }
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
