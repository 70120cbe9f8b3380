package io.github.nixadhoc.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of the verification of an audit record.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class AuditVerification {

    private static final String NO_HASH = "0".repeat(64);

    private final long lines;
    private final String lastHash;
    private final List<String> problems;

    private AuditVerification(Builder builder) {
        this.lines = builder.lines;
        this.lastHash = builder.lastHash;
        this.problems = builder.problems;
    }

    /**
     * Returns a new builder of an {@code AuditVerification}. The library uses it, and so may the tests of its users.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
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
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditVerification that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(lines, lastHash, problems);
    }

    @Override
    public String toString() {
        return "AuditVerification[lines=" + lines + ", lastHash=" + lastHash + ", problems=" + problems + "]";
    }

    /**
     * Builds an {@link AuditVerification}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private long lines;
        private String lastHash = NO_HASH;
        private List<String> problems = List.of();

        private Builder() {}

        /**
         * Sets the number of lines of the record.
         *
         * @param lines the number; zero unless set
         * @return this builder
         */
        public Builder lines(long lines) {
            this.lines = lines;
            return this;
        }

        /**
         * Sets the hash of the last line.
         *
         * @param lastHash the hash; 64 zeros unless set
         * @return this builder
         */
        public Builder lastHash(String lastHash) {
            this.lastHash = Objects.requireNonNull(lastHash, "lastHash");
            return this;
        }

        /**
         * Sets the problems.
         *
         * @param problems the problems, each with the number of the line; empty unless set
         * @return this builder
         */
        public Builder problems(List<String> problems) {
            this.problems = List.copyOf(problems);
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code AuditVerification}
         */
        public AuditVerification build() {
            return new AuditVerification(this);
        }
    }
}
