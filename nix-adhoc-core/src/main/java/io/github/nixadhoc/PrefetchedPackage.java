package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * A package that has been brought into the store.
 *
 * <p>Immutable and thread-safe.
 *
 * @param installable the package, as it was named
 * @param storePaths the outputs that {@link Nix#run} and {@link Nix#shell} use
 * @param closureSize what these occupy with all they depend on
 * @since 0.1
 */
public record PrefetchedPackage(Installable installable, List<StorePath> storePaths, ByteSize closureSize) {

    /**
     * Copies the list.
     *
     * @param installable the package
     * @param storePaths the outputs
     * @param closureSize what these occupy
     */
    public PrefetchedPackage {
        storePaths = List.copyOf(storePaths);
    }
}
