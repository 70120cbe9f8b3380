package io.github.nixadhoc;

import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;
import java.util.Objects;

/**
 * What has been repaired in a store, and what could not be.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param pathsChecked how many paths were looked at
 * @param repaired the paths that were damaged and are whole now
 * @param failures what is damaged still, or was asked for and is not in the store, or could not be looked at
 * @since 0.1
 */
public record StoreRepair(int pathsChecked, List<StorePath> repaired, List<Failure> failures) {

    /**
     * A path that could not be repaired.
     *
     * @param finding what is wrong with it
     * @param reason why it could not be repaired, one sentence in the words of Nix
     */
    public record Failure(StoreFinding finding, String reason) {

        /**
         * Checks for null.
         *
         * @param finding what is wrong with it
         * @param reason why it could not be repaired
         */
        public Failure {
            Objects.requireNonNull(finding, "finding");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return finding + "; not repaired: " + reason;
        }
    }

    /**
     * Copies the lists.
     *
     * @param pathsChecked how many paths were looked at
     * @param repaired the paths that are whole now
     * @param failures what is damaged still
     */
    public StoreRepair {
        repaired = List.copyOf(repaired);
        failures = List.copyOf(failures);
    }

    /**
     * Returns whether all that was looked at is whole now.
     *
     * @return true if there are no failures
     */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    /** Returns the number of paths, and what came of the damaged ones. */
    @Override
    public String toString() {
        return Print.repair(this);
    }
}
