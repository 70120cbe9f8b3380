package io.github.nixadhoc.internal.fingerprint;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a flake comes from, as far as that decides how long an answer about it holds.
 *
 * @param floating whether it may be another one tomorrow, without that anything changes on this machine
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
