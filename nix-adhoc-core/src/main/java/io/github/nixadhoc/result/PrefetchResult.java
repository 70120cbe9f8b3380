package io.github.nixadhoc.result;

import io.github.nixadhoc.model.Transfer;
import java.util.List;
import java.util.Objects;

/**
 * The result of a prefetch: the packages, and what had to be built and downloaded for them.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class PrefetchResult {

    private final List<PrefetchedPackage> packages;
    private final Transfer transfer;

    private PrefetchResult(Builder builder) {
        this.packages = builder.packages;
        this.transfer = builder.transfer;
    }

    /**
     * Returns a new builder of a {@code PrefetchResult}; for the library itself, and for the tests of those who use
     * it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the packages, in the order in which they were named. All of them are in the store.
     *
     * @return an unmodifiable list
     */
    public List<PrefetchedPackage> packages() {
        return packages;
    }

    /**
     * Returns the builds and downloads that the prefetch had to do, as Nix planned them.
     *
     * @return the builds and downloads
     */
    public Transfer transfer() {
        return transfer;
    }

    /**
     * Returns whether all of it was in the store before.
     *
     * @return true if nothing had to be built or downloaded
     */
    public boolean wasInStore() {
        return transfer.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefetchResult that && packages.equals(that.packages) && transfer.equals(that.transfer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(packages, transfer);
    }

    /** Returns the packages with their sizes, and what was built and fetched. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        packages.forEach(one -> text.append(one.installable())
                .append("  ")
                .append(one.closureSize())
                .append('\n'));
        if (wasInStore()) {
            return text.append("  all of it was in the store").toString();
        }
        return text.append("  built ")
                .append(transfer.toBuild().size())
                .append(", fetched ")
                .append(transfer.toFetch().size())
                .append(": download ")
                .append(transfer.downloadSize())
                .append(", unpacked ")
                .append(transfer.unpackedSize())
                .toString();
    }

    /**
     * Builds a {@link PrefetchResult}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<PrefetchedPackage> packages = List.of();
        private Transfer transfer = Transfer.none();

        private Builder() {}

        /**
         * Sets the packages.
         *
         * @param packages the packages, in the order in which they were named
         * @return this builder
         */
        public Builder packages(List<PrefetchedPackage> packages) {
            this.packages = List.copyOf(packages);
            return this;
        }

        /**
         * Sets the builds and downloads that the prefetch had to do.
         *
         * @param transfer the builds and downloads; none unless set
         * @return this builder
         */
        public Builder transfer(Transfer transfer) {
            this.transfer = Objects.requireNonNull(transfer, "transfer");
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code PrefetchResult}
         */
        public PrefetchResult build() {
            return new PrefetchResult(this);
        }
    }
}
