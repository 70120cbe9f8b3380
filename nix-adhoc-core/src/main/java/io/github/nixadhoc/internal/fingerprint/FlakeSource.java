package io.github.nixadhoc.internal.fingerprint;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The source of a flake, as far as it decides how long an answer about the flake is valid.
 *
 * @param floating whether the content may change although nothing changes on this machine
 * @param root the folder on this machine that it is read from; null if there is none
 * @param flake the folder with its {@code flake.nix}; null if there is no root
 */
public record FlakeSource(
        boolean floating, @Nullable Path root, @Nullable Path flake) {

    static final FlakeSource LOCKED = new FlakeSource(false, null, null);
    static final FlakeSource FLOATING = new FlakeSource(true, null, null);

    static FlakeSource local(Path root, Path flake) {
        return new FlakeSource(false, root, flake);
    }

    FlakeSource alsoFloating() {
        return new FlakeSource(true, root, flake);
    }
}
