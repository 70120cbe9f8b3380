package io.github.nixadhoc.audit;

import io.github.nixadhoc.model.EqualByContent;
import java.util.List;
import java.util.Objects;

/**
 * The result of the verification of an audit record.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class AuditVerification extends EqualByContent {

    private final long lines;
    private final String lastHash;
    private final List<String> problems;

    private AuditVerification(long lines, String lastHash, List<String> problems) {
        this.lines = lines;
        this.lastHash = Objects.requireNonNull(lastHash, "lastHash");
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns an {@code AuditVerification}. The library uses this, and so may the tests of its users.
     *
     * @param lines the number of lines of the record
     * @param lastHash the hash of the last line; 64 zeros if the record is empty
     * @param problems the problems, each with the number of the line
     * @return an immutable {@code AuditVerification}
     */
    public static AuditVerification of(long lines, String lastHash, List<String> problems) {
        return new AuditVerification(lines, lastHash, problems);
    }

    /**
     * Returns the number of lines of the record.
     *
     * @return the number
     */
    public long lines() {
        return lines;
    }

    /**
     * Returns the hash of the last line.
     *
     * <p>A copy that is kept elsewhere shows later whether lines were cut off at the end, or written again.
     *
     * @return the hash; 64 zeros if the record is empty
     */
    public String lastHash() {
        return lastHash;
    }

    /**
     * Returns the problems, each with the number of the line.
     *
     * @return an unmodifiable list; empty if the record is intact
     */
    public List<String> problems() {
        return problems;
    }

    /**
     * Returns whether each line is as it was written and follows from the line before.
     *
     * @return true if there are no problems
     */
    public boolean isIntact() {
        return problems.isEmpty();
    }

    @Override
    protected List<Object> parts() {
        return List.of(lines, lastHash, problems);
    }

    @Override
    public String toString() {
        return "AuditVerification[lines=" + lines + ", lastHash=" + lastHash + ", problems=" + problems + "]";
    }
}
