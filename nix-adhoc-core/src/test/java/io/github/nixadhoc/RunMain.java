package io.github.nixadhoc;

import java.nio.file.Path;

/** Runs a package in the environment that this JVM was started in, and prints what it prints. */
final class RunMain {

    private RunMain() {}

    public static void main(String[] args) {
        try (NixClient nix = NixClient.builder()
                .nixBinary(Path.of(args[0]))
                .option("flake-registry", args[1])
                .build()) {
            System.out.print(nix.run(args[2]).text());
        }
    }
}
