package io.github.nixadhoc;

import io.github.nixadhoc.result.Pin;

/** Pins one package in the environment that this JVM was started in, and prints the paths of all pins. */
final class PinMain {

    private PinMain() {}

    public static void main(String[] args) {
        try (NixClient nix =
                NixClient.builder().option("flake-registry", args[0]).build()) {
            Pin unused = nix.pin(args[1]).as("tool").execute();
            nix.listPins().execute().forEach(pin -> pin.storePaths().forEach(System.out::println));
        }
    }
}
