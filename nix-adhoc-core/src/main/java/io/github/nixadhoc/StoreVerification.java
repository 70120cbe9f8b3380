package io.github.nixadhoc;

import io.github.nixadhoc.model.StoreFinding;
import io.github.nixadhoc.model.StorePath;
import java.util.List;

/**
 * What is wrong in a store.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is made to be read at a prompt.
 *
 * @param pathsChecked how many paths were looked at
 * @param findings what is wrong with them, sorted by path; empty if all is well
 * @since 0.1
 */
public record StoreVerification(int pathsChecked, List<StoreFinding> findings) {

    /**
     * Copies the findings.
     *
     * @param pathsChecked how many paths were looked at
     * @param findings what is wrong with them
     */
    public StoreVerification {
        findings = List.copyOf(findings);
    }

    /**
     * Returns whether nothing was found.
     *
     * @return true if there are no findings
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * Returns the paths whose files are not what they should be.
     *
     * @return the paths, which {@link StoreRepairCommand#paths(List)} takes; each once
     */
    public List<StorePath> damaged() {
        return findings.stream()
                .filter(StoreFinding::isDamage)
                .map(StoreFinding::path)
                .distinct()
                .toList();
    }

    /** Returns the number of paths, and what was found. */
    @Override
    public String toString() {
        return Print.verification(this);
    }
}
