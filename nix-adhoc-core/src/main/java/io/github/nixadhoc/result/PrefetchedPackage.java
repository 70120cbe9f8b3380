package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * A package that has been brought into the store.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PrefetchedPackage extends EqualByContent {

    private final Installable installable;
    private final List<StorePath> storePaths;
    private final ByteSize closureSize;

    private PrefetchedPackage(Installable installable, List<StorePath> storePaths, ByteSize closureSize) {
        this.installable = Objects.requireNonNull(installable, "installable");
        this.storePaths = List.copyOf(storePaths);
        this.closureSize = Objects.requireNonNull(closureSize, "closureSize");
    }

    /**
     * Returns a {@code PrefetchedPackage}. The library uses this, and so may the tests of its users.
     *
     * @param installable the package, as it was named
     * @param storePaths the outputs that {@link io.github.nixadhoc.Nix#run} and {@link io.github.nixadhoc.Nix#shell}
     *     use
     * @param closureSize the size of these outputs with all they depend on
     * @return an immutable {@code PrefetchedPackage}
     */
    public static PrefetchedPackage of(Installable installable, List<StorePath> storePaths, ByteSize closureSize) {
        return new PrefetchedPackage(installable, storePaths, closureSize);
    }

    /**
     * Returns the package, as it was named.
     *
     * @return the installable
     */
    public Installable installable() {
        return installable;
    }

    /**
     * Returns the outputs that {@link io.github.nixadhoc.Nix#run} and {@link io.github.nixadhoc.Nix#shell} use.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> storePaths() {
        return storePaths;
    }

    /**
     * Returns the size of these outputs with all they depend on.
     *
     * @return the sum of the sizes in the store
     */
    public ByteSize closureSize() {
        return closureSize;
    }

    @Override
    protected List<Object> parts() {
        return List.of(installable, storePaths, closureSize);
    }

    @Override
    public String toString() {
        return "PrefetchedPackage[installable=" + installable + ", storePaths=" + storePaths + ", closureSize="
                + closureSize + "]";
    }
}
