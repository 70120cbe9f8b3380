package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.RunCommand;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.result.RunResult;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs one package in the environment that this JVM was started in, and prints what came of it.
 *
 * <p>Arguments: options {@code name=value}, then the installable, then its arguments.
 */
public final class ForkedMain {

    private ForkedMain() {}

    public static void main(String[] args) {
        NixClientBuilder builder = NixClient.builder();
        String verb = "execute";
        int at = 0;
        for (; args[at].matches("(nix|store|registry|verb|option|confined|room)=.*"); at++) {
            String value = args[at].substring(args[at].indexOf('=') + 1);
            switch (args[at].substring(0, args[at].indexOf('='))) {
                case "nix" -> builder.nixBinary(Path.of(value));
                case "store" -> builder.store(value);
                case "confined" -> builder.confinement(Confinement.readOnly().writable(Path.of(value)));
                case "room" -> builder.cleanRoom(value.isEmpty() ? CleanRoom.empty() : CleanRoom.forAgents());
                case "registry" -> builder.option("flake-registry", value);
                case "option" -> builder.option(value.split(" ", 2)[0], value.split(" ", 2)[1]);
                default -> verb = value;
            }
        }
        NixClient client = builder.listener(ForkedMain::tell).build();
        RunCommand command = client.run(args[at]).args(Arrays.asList(args).subList(at + 1, args.length));
        try {
            run(client, command, verb);
        } catch (NixException failure) {
            System.out.println("failure " + failure.getClass().getSimpleName());
            System.out.println("message " + failure.getMessage().replace('\n', ' '));
            System.out.println("hint " + failure.hint());
        }
        System.out.println("end of main");
    }

    private static void tell(NixEvent event) {
        if (event instanceof NixEvent.Message message) {
            System.out.println("warning " + message.text().replace('\n', ' '));
        }
    }

    private static void run(NixClient client, RunCommand command, String verb) {
        if (verb.equals("shell")) {
            String name = command.installable().toString();
            RunResult result = client.shell(name).command(name).execute();
            result.stdoutLines().forEach(line -> System.out.println("stdout " + line));
            return;
        }
        if (verb.equals("environments")) {
            String all = "for each in /proc/[0-9]*/environ; do /usr/bin/tr '\\0' '\\n' < $each; done 2>/dev/null";
            RunResult result = client.shell(command.installable().toString())
                    .command("/bin/sh", "-c", all)
                    .execute();
            System.out.println("exit code " + result.exitCode());
            result.stdoutLines().forEach(line -> System.out.println("stdout " + line));
            return;
        }
        if (verb.equals("descriptors")) {
            String write =
                    "/bin/cat; for fd in 0 1 2; do : > /proc/self/fd/$fd; echo overwritten > /proc/self/fd/0; done";
            RunResult result = client.shell(command.installable().toString())
                    .command("/bin/sh", "-c", write)
                    .inheritIO()
                    .execute();
            System.out.println("exit code " + result.exitCode());
            return;
        }
        if (verb.equals("inheritIO")) {
            System.out.println("exit code " + command.inheritIO().execute().exitCode());
            return;
        }
        if (verb.equals("live")) {
            System.out.println("live");
            command = command.onStdout(line -> System.out.println("line " + line));
        }
        RunResult result = command.execute();
        System.out.println("exit code " + result.exitCode());
        result.stdoutLines().forEach(line -> System.out.println("stdout " + line));
        result.stderrLines().forEach(line -> System.out.println("stderr " + line));
        System.out.println("program " + result.program());
        result.storePaths().forEach(path -> System.out.println("store path " + path));
        System.out.println("closure " + result.closureSize().bytes());
    }
}
