package io.github.nixadhoc;

import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.ConsoleProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hands the terminal to what the first argument names: a file with a script for a shell with {@code hello}, or {@code
 * shell} for the user's shell. The second is a timeout in milliseconds, 0 for none, the third the global registry.
 */
final class InteractiveMain {

    private InteractiveMain() {}

    public static void main(String[] args) throws Exception {
        NixClient nix = NixClient.builder()
                .option("flake-registry", args[2])
                .listener(ConsoleProgress.create())
                .build();
        ShellCommand shell = nix.shell("hello").gracePeriod(Duration.ofSeconds(2));
        if (!args[1].equals("0")) {
            // what Nix has to do first is not what is timed
            nix.prefetch("hello").execute();
            shell = shell.timeout(Duration.ofMillis(Long.parseLong(args[1])));
        }
        System.out.println("jvm " + ProcessHandle.current().pid());
        try {
            ShellCommand command = args[0].equals("shell") ? shell : shell.script(Files.readString(Path.of(args[0])));
            System.out.println("ended as " + command.interactive().termination());
        } catch (NixException failure) {
            System.out.println("failure " + failure.getClass().getSimpleName() + " " + failure.shortMessage());
        }
        System.out.println("the JVM goes on");
        Thread.sleep(Duration.ofSeconds(20).toMillis());
    }
}
