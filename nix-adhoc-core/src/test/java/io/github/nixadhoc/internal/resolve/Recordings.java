package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The recorded output of several versions of Nix, in the files of {@code nix-output}. */
final class Recordings {

    private Recordings() {}

    /** Returns advice that looks at no flake, as if nothing in it could be run. */
    static NameAdvice noAdvice() {
        return new NameAdvice(
                (reference, function, expected, directory, deadline) ->
                        Collections.nCopies(expected, JsonValue.parse("false")),
                "nixpkgs",
                program -> List.of(),
                null,
                Deadline.never());
    }

    static String read(String name) {
        try (InputStream file = Recordings.class.getResourceAsStream("/nix-output/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
