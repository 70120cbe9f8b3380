package io.github.nixadhoc.audit;

import java.util.List;

/**
 * The result of a check of a record.
 *
 * @param lines how many lines it has
 * @param lastHash the hash of its last line, 64 zeros if it is empty; kept elsewhere, it shows later whether lines have
 *     been cut off at the end or written anew
 * @param problems what is wrong, each with the number of the line; empty if nothing is
 * @since 0.1
 */
public record AuditVerification(long lines, String lastHash, List<String> problems) {

    /**
     * Copies the list.
     *
     * @param lines how many lines it has
     * @param lastHash the hash of its last line
     * @param problems what is wrong
     */
    public AuditVerification {
        problems = List.copyOf(problems);
    }

    /**
     * Returns whether each line is as it was written and follows from the one before.
     *
     * @return whether nothing is wrong
     */
    public boolean isIntact() {
        return problems.isEmpty();
    }
}
