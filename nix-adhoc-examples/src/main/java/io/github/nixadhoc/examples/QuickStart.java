package io.github.nixadhoc.examples;

import io.github.nixadhoc.InstallPlan;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixInstaller;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.ConsoleProgress;
import io.github.nixadhoc.result.RunResult;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;

/**
 * The first run: sets Nix up if it is missing and it may, then runs cowsay from Java, twice.
 *
 * <p>The cow comes from nixpkgs, or where that cannot be reached from a small flake packed in here.
 */
public final class QuickStart {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private QuickStart() {}

    /**
     * Runs the quick start. The system property {@code nix.install=true} permits to install a missing Nix.
     *
     * @param args none
     * @throws IOException if the demo flake cannot be unpacked
     */
    public static void main(String[] args) throws IOException {
        try {
            if (nixIsThere(Boolean.getBoolean("nix.install"))) {
                showCow();
                return;
            }
        } catch (NixException e) {
            System.out.println(e.getMessage());
        }
        System.exit(1);
    }

    private static boolean nixIsThere(boolean mayInstall) {
        InstallPlan plan = NixInstaller.plan();
        if (plan.isEmpty()) {
            return true;
        }
        System.out.println("Nix is not ready here: " + plan);
        if (!mayInstall && !agreed()) {
            System.out.println("Nothing was changed. To have it done: mvn -q -Pquickstart -Dnix.install=true");
            return false;
        }
        plan.execute(System.out::println);
        // an installer may end well and have installed nothing, such as a shell at the end of a pipe that got no script
        InstallPlan missing = NixInstaller.plan();
        System.out.println(missing.isEmpty() ? "Nix is ready.\n" : "Nix is still not ready here: " + missing);
        return missing.isEmpty();
    }

    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; later ones read the end of the input as no answer
    private static boolean agreed() {
        Console console = System.console();
        return console != null
                && "y"
                        .equalsIgnoreCase(String.valueOf(console.readLine("Run these commands now? [y/N] "))
                                .strip());
    }

    private static void showCow() throws IOException {
        try (NixClient nix =
                NixClient.builder().listener(ConsoleProgress.create()).build()) {
            try {
                show("nixpkgs", nix.run("cowsay").args("Hello from nixpkgs"));
            } catch (NixException e) {
                System.out.println("nixpkgs is out of reach (" + e.shortMessage() + "), so here is the demo flake.");
                try (DemoFlake flake = DemoFlake.unpack()) {
                    show(
                            "the demo flake",
                            nix.run(flake.reference() + "#cowsay").args("Hello from a flake"));
                }
            }
        }
    }

    private static void show(String origin, RunCommand command) {
        RunCommand patient = command.timeout(PATIENCE);
        RunResult first = patient.execute().orThrow();
        RunResult second = patient.execute().orThrow();
        System.out.println(first.stdout());
        System.out.println("from         " + origin);
        System.out.println("exit code    " + first.exitCode());
        System.out.println("store path   " + first.storePaths().get(0));
        System.out.println("closure      " + first.closureSize());
        System.out.println("first run    " + first.times().total().toMillis() + " ms");
        System.out.println("second run   " + second.times().total().toMillis() + " ms, of which the program itself "
                + second.duration().toMillis() + " ms");
    }
}
