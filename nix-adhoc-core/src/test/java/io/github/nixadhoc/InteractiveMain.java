package io.github.nixadhoc;

import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.ConsoleProgress;
import io.github.nixadhoc.policy.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a program in the terminal, after a policy has reviewed it. The first argument is a file with a script for a
 * shell with {@code hello}, or {@code shell} for the user's shell; the second a timeout in milliseconds, 0 for none;
 * the third the global registry. The variable {@code AUDIT} names the file of an audit, and {@code DENIED} a kind of
 * commands to deny.
 */
public final class InteractiveMain {

    private InteractiveMain() {}

    public static void main(String[] args) throws Exception {
        NixClientBuilder builder =
                NixClient.builder().option("flake-registry", args[2]).listener(ConsoleProgress.create());
        String audit = System.getenv("AUDIT");
        if (audit != null) {
            String denied = System.getenv("DENIED");
            builder.audit(Audit.to(Path.of(audit)).required())
                    .policy(command ->
                            command.kind().name().equals(denied) ? Decision.deny("not that") : Decision.allow());
        }
        NixClient nix = builder.build();
        ShellCommand shell = nix.shell("hello").gracePeriod(Duration.ofSeconds(2));
        if (!args[1].equals("0")) {
            // the work of Nix does not count
            nix.prefetch("hello").execute();
            shell = shell.timeout(Duration.ofMillis(Long.parseLong(args[1])));
        }
        System.out.println("jvm " + ProcessHandle.current().pid());
        try {
            ShellCommand command = args[0].equals("shell") ? shell : shell.script(Files.readString(Path.of(args[0])));
            System.out.println("ended as " + command.runInTerminal().termination());
        } catch (NixException failure) {
            System.out.println("failure " + failure.getClass().getSimpleName() + " " + failure.shortMessage());
        }
        System.out.println("the JVM goes on");
        // until it is killed
        Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
}
