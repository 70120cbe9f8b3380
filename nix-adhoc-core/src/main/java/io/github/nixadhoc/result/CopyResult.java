package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * The result of a copy between two stores.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class CopyResult extends EqualByContent {

    private final List<StorePath> copied;
    private final ByteSize size;
    private final List<StorePath> present;

    private CopyResult(List<StorePath> copied, ByteSize size, List<StorePath> present) {
        this.copied = List.copyOf(copied);
        this.size = Objects.requireNonNull(size, "size");
        this.present = List.copyOf(present);
    }

    /**
     * Returns a result. The library uses it, and so may the tests of its users.
     *
     * @param copied the paths that were copied
     * @param size the sum of their NAR sizes
     * @param present the paths that the other store had before
     * @return the result
     */
    public static CopyResult of(List<StorePath> copied, ByteSize size, List<StorePath> present) {
        return new CopyResult(copied, size, present);
    }

    /**
     * Returns the paths that were copied: those of the closure that were missing in the store that they were copied to.
     *
     * @return the paths, sorted
     */
    public List<StorePath> copied() {
        return copied;
    }

    /**
     * Returns the size of what was copied, unpacked.
     *
     * @return the sum of the NAR sizes; a store that compresses receives less
     */
    public ByteSize size() {
        return size;
    }

    /**
     * Returns the paths of the closure that were there before.
     *
     * @return the paths, sorted
     */
    public List<StorePath> present() {
        return present;
    }

    @Override
    protected List<Object> parts() {
        return List.of(copied, size, present);
    }

    @Override
    public String toString() {
        return copied.size() + " paths copied (" + size + "), " + present.size() + " were there";
    }
}
