package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;

/**
 * The builds and downloads that it takes to have something in the store.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Transfer extends EqualByContent {

    private static final Transfer NONE = builder().build();

    private final List<StorePath> toBuild;
    private final List<StorePath> toFetch;
    private final List<StorePath> unobtainable;
    private final ByteSize downloadSize;
    private final ByteSize unpackedSize;

    private Transfer(Builder builder) {
        this.toBuild = builder.toBuild;
        this.toFetch = builder.toFetch;
        this.unobtainable = builder.unobtainable;
        this.downloadSize = builder.downloadSize;
        this.unpackedSize = builder.unpackedSize;
    }

    /**
     * Returns a new builder of a {@code Transfer}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the store derivations that are to be built.
     *
     * <p>What a build downloads by itself is not known before.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> toBuild() {
        return toBuild;
    }

    /**
     * Returns the store paths that are to be downloaded.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> toFetch() {
        return toFetch;
    }

    /**
     * Returns the store paths that can be neither built nor downloaded, so that a realisation would fail.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> unobtainable() {
        return unobtainable;
    }

    /**
     * Returns the size of the downloads as they come over the network, as far as the caches tell.
     *
     * @return the size, as exactly as Nix tells it
     */
    public ByteSize downloadSize() {
        return downloadSize;
    }

    /**
     * Returns the size of the downloads in the store, as far as the caches tell.
     *
     * @return the size, as exactly as Nix tells it
     */
    public ByteSize unpackedSize() {
        return unpackedSize;
    }

    /**
     * Returns the transfer of what is in the store already.
     *
     * @return a transfer without builds and downloads
     */
    public static Transfer none() {
        return NONE;
    }

    /**
     * Returns whether there is nothing to build or download.
     *
     * @return true if there are no builds and no downloads; something may be {@link #unobtainable()} still
     */
    public boolean isEmpty() {
        return toBuild.isEmpty() && toFetch.isEmpty();
    }

    @Override
    protected List<Object> parts() {
        return List.of(toBuild, toFetch, unobtainable, downloadSize, unpackedSize);
    }

    /** Returns the numbers and sizes in one line. */
    @Override
    public String toString() {
        return "to build " + toBuild.size() + ", to fetch " + toFetch.size() + ": download " + downloadSize
                + ", unpacked " + unpackedSize
                + (unobtainable.isEmpty() ? "" : ", unobtainable " + unobtainable.size());
    }

    /**
     * Builds a {@link Transfer}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<StorePath> toBuild = List.of();
        private List<StorePath> toFetch = List.of();
        private List<StorePath> unobtainable = List.of();
        private ByteSize downloadSize = ByteSize.ZERO;
        private ByteSize unpackedSize = ByteSize.ZERO;

        private Builder() {}

        /**
         * Sets the store derivations that are to be built.
         *
         * @param toBuild the derivations
         * @return this builder
         */
        public Builder toBuild(List<StorePath> toBuild) {
            this.toBuild = List.copyOf(toBuild);
            return this;
        }

        /**
         * Sets the store paths that are to be downloaded.
         *
         * @param toFetch the paths
         * @return this builder
         */
        public Builder toFetch(List<StorePath> toFetch) {
            this.toFetch = List.copyOf(toFetch);
            return this;
        }

        /**
         * Sets the store paths that can be neither built nor downloaded.
         *
         * @param unobtainable the paths
         * @return this builder
         */
        public Builder unobtainable(List<StorePath> unobtainable) {
            this.unobtainable = List.copyOf(unobtainable);
            return this;
        }

        /**
         * Sets the size of the downloads as they come over the network.
         *
         * @param downloadSize the size; zero unless set
         * @return this builder
         */
        public Builder downloadSize(ByteSize downloadSize) {
            this.downloadSize = Objects.requireNonNull(downloadSize, "downloadSize");
            return this;
        }

        /**
         * Sets the size of the downloads in the store.
         *
         * @param unpackedSize the size; zero unless set
         * @return this builder
         */
        public Builder unpackedSize(ByteSize unpackedSize) {
            this.unpackedSize = Objects.requireNonNull(unpackedSize, "unpackedSize");
            return this;
        }

        /**
         * Returns the transfer.
         *
         * @return an immutable {@code Transfer}
         */
        public Transfer build() {
            return new Transfer(this);
        }
    }
}
