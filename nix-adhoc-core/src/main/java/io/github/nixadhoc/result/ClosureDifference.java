package io.github.nixadhoc.result;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.StorePathInfo;
import java.util.List;

/**
 * The difference between two closures, by paths.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ClosureDifference extends EqualByContent {

    private final List<StorePathInfo> added;
    private final List<StorePathInfo> removed;

    private ClosureDifference(List<StorePathInfo> added, List<StorePathInfo> removed) {
        this.added = List.copyOf(added);
        this.removed = List.copyOf(removed);
    }

    /**
     * Returns the difference of given paths.
     *
     * @param added the paths that only the other closure has
     * @param removed the paths that only the first closure has
     * @return the difference
     */
    public static ClosureDifference of(List<StorePathInfo> added, List<StorePathInfo> removed) {
        return new ClosureDifference(added, removed);
    }

    /**
     * Returns the paths that only the other closure has.
     *
     * @return an unmodifiable list
     */
    public List<StorePathInfo> added() {
        return added;
    }

    /**
     * Returns the paths that only the first closure has.
     *
     * @return an unmodifiable list
     */
    public List<StorePathInfo> removed() {
        return removed;
    }

    /**
     * Returns the size of the paths that only the other closure has.
     *
     * @return the sum of their sizes
     */
    public ByteSize addedSize() {
        return Closure.sum(added);
    }

    /**
     * Returns the size of the paths that only the first closure has.
     *
     * @return the sum of their sizes
     */
    public ByteSize removedSize() {
        return Closure.sum(removed);
    }

    /**
     * Returns whether both closures have the same paths.
     *
     * @return true if nothing was added or removed
     */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    @Override
    protected List<Object> parts() {
        return List.of(added, removed);
    }

    /** Returns the largest of what was added and removed. */
    @Override
    public String toString() {
        return "added " + Closure.sizes(added) + "\nremoved " + Closure.sizes(removed);
    }
}
