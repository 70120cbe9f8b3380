package io.github.nixadhoc;

import java.nio.file.Path;

/** Starts a program detached, prints its id, and waits to be killed. */
final class DetachedMain {

    private DetachedMain() {}

    public static void main(String[] args) throws InterruptedException {
        NixClient nix = NixClient.builder()
                .nixBinary(Path.of(args[0]))
                .option("flake-registry", args[1])
                .build();
        System.out.println("id " + nix.run("sleeper").startDetached().id());
        // until it is killed
        Thread.sleep(600_000);
    }
}
