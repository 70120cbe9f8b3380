package io.github.nixadhoc.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the public signatures of the exported packages to the file that {@code PublicApiTest} compares them with:
 * {@code mvn -q test-compile exec:java@api-dump -pl nix-adhoc-core}.
 */
public final class ApiDump {

    static final String COMMAND = "mvn -q test-compile exec:java@api-dump -pl nix-adhoc-core";

    private ApiDump() {}

    public static void main(String... args) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), current().text());
    }

    static Path file() {
        return Checkout.module().resolve("api/nix-adhoc-core.api");
    }

    static PublicApi current() {
        return PublicApi.of(Checkout.classDirectory(), Checkout.exportedPackages());
    }
}
