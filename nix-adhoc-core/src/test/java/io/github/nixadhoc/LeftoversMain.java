package io.github.nixadhoc;

import io.github.nixadhoc.policy.Confinement;
import java.nio.file.Path;

/** Runs a program that does not end by itself, in one of several ways, and waits to be killed. */
final class LeftoversMain {

    private LeftoversMain() {}

    public static void main(String[] args) throws InterruptedException {
        NixClientBuilder builder =
                NixClient.builder().nixBinary(Path.of(args[0])).option("flake-registry", args[1]);
        if (args[2].equals("confined")) {
            builder.confinement(Confinement.readOnly());
        }
        ShellCommand sleeper = builder.build()
                .shell("hello")
                // silent, since it cannot print after the end of its JVM
                .script("sleep 1000000 & wait");
        switch (args[2]) {
            case "start" -> sleeper.start();
            case "lines" -> sleeper.lines().forEach(line -> {});
            default -> sleeper.execute();
        }
        // until it is killed
        Thread.sleep(600_000);
    }
}
