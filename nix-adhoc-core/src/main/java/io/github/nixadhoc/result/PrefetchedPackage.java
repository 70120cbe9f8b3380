package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package that has been brought into the store.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PrefetchedPackage {

    private final Installable installable;
    private final List<StorePath> storePaths;
    private final ByteSize closureSize;

    private PrefetchedPackage(Builder builder) {
        this.installable = Required.of(builder.installable, "installable");
        this.storePaths = builder.storePaths;
        this.closureSize = Required.of(builder.closureSize, "closureSize");
    }

    /**
     * Returns a new builder of a {@code PrefetchedPackage}; for the library itself, and for the tests of those who
     * use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(Object other) {
        return other instanceof PrefetchedPackage that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(installable, storePaths, closureSize);
    }

    @Override
    public String toString() {
        return "PrefetchedPackage[installable=" + installable + ", storePaths=" + storePaths + ", closureSize="
                + closureSize + "]";
    }

    /**
     * Builds a {@link PrefetchedPackage}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private @Nullable Installable installable;
        private List<StorePath> storePaths = List.of();
        private @Nullable ByteSize closureSize;

        private Builder() {}

        /**
         * Sets the package.
         *
         * @param installable the installable, as it was named
         * @return this builder
         */
        public Builder installable(Installable installable) {
            this.installable = installable;
            return this;
        }

        /**
         * Sets the outputs that runs and shells use.
         *
         * @param storePaths the store paths
         * @return this builder
         */
        public Builder storePaths(List<StorePath> storePaths) {
            this.storePaths = List.copyOf(storePaths);
            return this;
        }

        /**
         * Sets the size of these outputs with all they depend on.
         *
         * @param closureSize the size
         * @return this builder
         */
        public Builder closureSize(ByteSize closureSize) {
            this.closureSize = closureSize;
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code PrefetchedPackage}
         * @throws IllegalStateException if a part is missing; the message names it
         */
        public PrefetchedPackage build() {
            return new PrefetchedPackage(this);
        }
    }
}
