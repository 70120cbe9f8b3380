package io.github.nixadhoc.internal.fingerprint;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of a flake, as far as it decides how long an answer about the flake is valid.
 *
 * @param floating whether the content may change although nothing changes on this machine
 * @param root the folder on this machine that it is read from; null if there is none, or one whose content never changes
 * @param flake the folder with its {@code flake.nix}; null if there is no root
 * @param ways the ways that lead there, as far as something can change on them
 */
public record FlakeSource(
        boolean floating, @Nullable Path root, @Nullable Path flake, List<SourceWay> ways) {

    static final FlakeSource LOCKED = locked(List.of());
    static final FlakeSource FLOATING = new FlakeSource(true, null, null, List.of());

    public FlakeSource {
        ways = List.copyOf(ways);
    }

    static FlakeSource locked(List<SourceWay> ways) {
        return new FlakeSource(false, null, null, ways);
    }

    static FlakeSource local(Path root, Path flake) {
        return local(root, flake, List.of());
    }

    static FlakeSource local(Path root, Path flake, List<SourceWay> ways) {
        return new FlakeSource(false, root, flake, ways);
    }

    FlakeSource alsoFloating() {
        return new FlakeSource(true, root, flake, ways);
    }
}
