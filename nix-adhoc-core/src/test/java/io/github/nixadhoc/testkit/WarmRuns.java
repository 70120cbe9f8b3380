package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import java.nio.file.Path;

/** A program for {@link MethodTrace}: runs one package until its runs are warm, and once more to be traced. */
public final class WarmRuns {

    private static final int WARM_UP = 20;

    /** The time in which the threads of a run come to their ends after it, so that each is counted with its own run. */
    private static final long SETTLING_MILLIS = 500;

    private WarmRuns() {}

    /**
     * Runs cowsay from the nixpkgs of a registry.
     *
     * @param arguments the Nix, and the file of its global registry
     * @throws InterruptedException if it was interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (NixClient client = NixClient.builder()
                .environment(System.getenv())
                .nixBinary(Path.of(arguments[0]))
                .option("flake-registry", arguments[1])
                .build()) {
            for (int i = 0; i < WARM_UP; i++) {
                run(client);
            }
            Thread.sleep(SETTLING_MILLIS);
            begin();
            run(client);
            Thread.sleep(SETTLING_MILLIS);
            end();
        }
    }

    private static void run(NixClient client) {
        client.run("cowsay").args("hi").execute().orThrow();
    }

    private static void begin() {}

    private static void end() {}
}
