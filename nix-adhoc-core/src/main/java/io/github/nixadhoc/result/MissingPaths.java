package io.github.nixadhoc.result;

import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.util.List;
import java.util.Objects;

/**
 * Outputs that are not in the store, and the builds and downloads that it would take to have them there.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class MissingPaths {

    private final List<StorePath> outputs;
    private final Transfer transfer;

    private MissingPaths(Builder builder) {
        this.outputs = builder.outputs;
        this.transfer = builder.transfer;
    }

    /**
     * Returns a new builder of a {@code MissingPaths}; for the library itself, and for the tests of those who use it.
     *
     * @return the builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the outputs that were asked about and are not in the store.
     *
     * @return an unmodifiable list
     */
    public List<StorePath> outputs() {
        return outputs;
    }

    /**
     * Returns the builds and downloads that it would take to have them.
     *
     * @return the builds and downloads, and what can be had by neither
     */
    public Transfer transfer() {
        return transfer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MissingPaths that && outputs.equals(that.outputs) && transfer.equals(that.transfer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(outputs, transfer);
    }

    /** Returns the outputs, and what it would take to have them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("not in the store");
        TextLayout.appendPaths(text, "", outputs);
        TextLayout.appendPaths(
                text,
                "cannot be had: there is no derivation to build it, and no binary cache that was asked has it",
                transfer.unobtainable());
        if (!transfer.isEmpty()) {
            text.append("\n    to build ").append(transfer.toBuild().size());
            text.append(", to fetch ").append(transfer.toFetch().size());
            text.append(": download ").append(transfer.downloadSize());
            text.append(", unpacked ").append(transfer.unpackedSize());
        }
        return text.toString();
    }

    /**
     * Builds a {@link MissingPaths}.
     *
     * <p>Not thread-safe. Lists are empty at first.
     *
     * @since 0.1
     */
    public static final class Builder {

        private List<StorePath> outputs = List.of();
        private Transfer transfer = Transfer.none();

        private Builder() {}

        /**
         * Sets the outputs that were asked about and are not in the store.
         *
         * @param outputs the store paths
         * @return this builder
         */
        public Builder outputs(List<StorePath> outputs) {
            this.outputs = List.copyOf(outputs);
            return this;
        }

        /**
         * Sets the builds and downloads that it would take to have them.
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
         * @return an immutable {@code MissingPaths}
         */
        public MissingPaths build() {
            return new MissingPaths(this);
        }
    }
}
