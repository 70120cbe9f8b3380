package io.github.nixadhoc.setup;

import io.github.nixadhoc.InstallPlan;
import io.github.nixadhoc.NixInstaller;
import io.github.nixadhoc.error.NixException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sees to it that there is a Nix before the first test runs, and what else the tests use; the build calls it once the test
 * classes are compiled. Git is needed, for flakes in repositories. Without the others the tests that use them are skipped.
 *
 * <p>{@code nix.binary} names the Nix to test with, {@code nix.install=true} permits to install what is missing. What is going
 * to be installed, and how large it is, is printed before.
 */
public final class EnsureNix {

    /**
     * A package of Debian that tests use.
     *
     * @param name the name of the package
     * @param program a program in it
     */
    private record Tool(String name, String program) {}

    private static final List<Tool> TOOLS = List.of(
            new Tool("git", "git"),
            new Tool("xvfb", "Xvfb"),
            new Tool("x11-utils", "xwininfo"),
            new Tool("bubblewrap", "bwrap"),
            new Tool("systemd", "systemd-analyze"));

    private static final String SIZES = "[0-9]+ upgraded, .*|Need to get .*|After this operation.*";

    private EnsureNix() {}

    /**
     * Installs what is missing where that is permitted, and fails if it cannot be had.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String named = System.getProperty("nix.binary");
        InstallPlan nix = named == null ? NixInstaller.plan() : InstallPlan.of(List.of(), "named");
        if (named != null) {
            require(Files.isExecutable(Path.of(named)), "nix.binary names no program: " + named);
        }
        List<String> missing = TOOLS.stream()
                .filter(tool -> !isOnPath(tool.program()))
                .map(Tool::name)
                .toList();
        if (Boolean.getBoolean("nix.install")) {
            install(nix, isOnPath("apt-get") ? missing : List.of());
            require(
                    named != null || NixInstaller.plan().isEmpty(),
                    "Nix is still not ready after its installation: " + NixInstaller.plan());
        }
        require(
                isOnPath("git"),
                "The tests need git and none was found: run mvn verify -Dnix.install=true, or install it.");
    }

    private static void install(InstallPlan nix, List<String> tools) {
        List<String> installation = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
        installation.addAll(tools);
        if (tools.isEmpty() && nix.isEmpty()) {
            return;
        }
        if (isOnPath("apt-get")) {
            // apt-get knows packages and sizes only after this
            run(InstallPlan.of(List.of(List.of("apt-get", "update", "-q")), "the lists of packages may be old"));
        }
        if (!nix.isEmpty()) {
            System.out.println("Setting up Nix: " + nix);
            nix.commands().forEach(EnsureNix::tellSize);
        }
        if (!tools.isEmpty()) {
            System.out.println("Setting up for the tests: " + String.join(", ", tools));
            tellSize(installation);
        }
        run(nix);
        if (!tools.isEmpty()) {
            run(InstallPlan.of(List.of(installation), "the tests use these"));
        }
    }

    /** Prints what apt-get says that a command is going to install, and how large that is. */
    private static void tellSize(List<String> command) {
        if (!command.contains("install") || !command.get(0).equals("apt-get")) {
            return;
        }
        List<String> question = new ArrayList<>(command);
        question.replaceAll(word -> word.equals("-y") ? "--assume-no" : word);
        try {
            InstallPlan.of(List.of(question), "only asks").execute(line -> {
                if (line.matches(SIZES)) {
                    System.out.println("  " + line);
                }
            });
        } catch (NixException e) {
            // apt-get ends with an error, since nobody has agreed
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static void run(InstallPlan plan) {
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
