package io.github.nixadhoc.internal.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The recorded output of several versions of Nix, in the files of {@code nix-output}. */
final class Recordings {

    private Recordings() {}

    static String read(String name) {
        try (InputStream file = Recordings.class.getResourceAsStream("/nix-output/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
