package io.github.nixadhoc;

import io.github.nixadhoc.result.RunResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs packages in a session in the environment that this JVM was started in.
 *
 * <p>Arguments: the nix, an empty registry, {@code close} or {@code hold} (starts the last package and waits for its
 * end), the packages.
 */
final class SessionMain {

    private SessionMain() {}

    public static void main(String[] args) {
        try (NixClient nix = NixClient.builder()
                .nixBinary(Path.of(args[0]))
                .option("flake-registry", args[1])
                .build()) {
            NixSession session = nix.openSession();
            System.out.println("open");
            List<String> packages = Arrays.asList(args).subList(3, args.length);
            for (String one : packages) {
                if (args[2].equals("hold") && one.equals(packages.get(packages.size() - 1))) {
                    RunningProgram program = session.run(one).start();
                    System.out.println("ready " + program.pid());
                    RunResult unused = program.result().join();
                } else {
                    RunResult unused = session.run(one).execute();
                }
            }
            System.out.println("added " + session.receipt().added().size());
            session.close();
            System.out.println("deleted " + session.receipt().deleted().size());
        }
    }
}
