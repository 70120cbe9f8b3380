package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
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
public final class PrefetchResult extends EqualByContent {

    private final List<PrefetchedPackage> packages;
    private final Transfer transfer;

    private PrefetchResult(List<PrefetchedPackage> packages, Transfer transfer) {
        this.packages = List.copyOf(packages);
        this.transfer = Objects.requireNonNull(transfer, "transfer");
    }

    /**
     * Returns a {@code PrefetchResult}. The library uses this, and so may the tests of its users.
     *
     * @param packages the packages, in the order in which they were named
     * @param transfer the builds and downloads that the prefetch had to do, as Nix planned them
     * @return an immutable {@code PrefetchResult}
     */
    public static PrefetchResult of(List<PrefetchedPackage> packages, Transfer transfer) {
        return new PrefetchResult(packages, transfer);
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
    protected List<Object> parts() {
        return List.of(packages, transfer);
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
}
