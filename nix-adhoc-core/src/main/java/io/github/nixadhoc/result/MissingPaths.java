package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
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
public final class MissingPaths extends EqualByContent {

    private final List<StorePath> outputs;
    private final Transfer transfer;

    private MissingPaths(List<StorePath> outputs, Transfer transfer) {
        this.outputs = List.copyOf(outputs);
        this.transfer = Objects.requireNonNull(transfer, "transfer");
    }

    /**
     * Returns a {@code MissingPaths}. The library uses this, and so may the tests of its users.
     *
     * @param outputs the outputs that were asked about and are not in the store
     * @param transfer the builds and downloads that it would take to have them
     * @return an immutable {@code MissingPaths}
     */
    public static MissingPaths of(List<StorePath> outputs, Transfer transfer) {
        return new MissingPaths(outputs, transfer);
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
    protected List<Object> parts() {
        return List.of(outputs, transfer);
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
}
