package io.github.nixadhoc;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePathInfo;
import java.util.List;

/**
 * What one closure has and another has not.
 *
 * <p>Immutable and thread-safe.
 *
 * @param added the paths that only the other closure has
 * @param removed the paths that only the first closure has
 * @since 0.1
 */
public record ClosureDifference(List<StorePathInfo> added, List<StorePathInfo> removed) {

    /**
     * Copies the lists.
     *
     * @param added the paths that only the other closure has
     * @param removed the paths that only the first closure has
     */
    public ClosureDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /**
     * Returns what the paths occupy that only the other closure has.
     *
     * @return the sum of their sizes
     */
    public ByteSize addedSize() {
        return Closure.sum(added);
    }

    /**
     * Returns what the paths occupy that only the first closure has.
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

    /** Returns the largest of what was added and removed. */
    @Override
    public String toString() {
        return "added " + Print.sizes(added) + "\nremoved " + Print.sizes(removed);
    }
}
