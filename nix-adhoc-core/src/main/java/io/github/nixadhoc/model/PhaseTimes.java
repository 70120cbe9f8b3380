package io.github.nixadhoc.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The duration of each phase of a run.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PhaseTimes {

    private final Duration resolve;
    private final Duration review;
    private final Duration realise;
    private final Duration execute;

    private PhaseTimes(Builder builder) {
        this.resolve = builder.resolve;
        this.review = builder.review;
        this.realise = builder.realise;
        this.execute = builder.execute;
    }

    /**
     * Returns a new builder of a {@code PhaseTimes}. The library uses it, and so may the tests of its users.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the duration of the evaluation by Nix.
     *
     * @return the duration
     */
    public Duration resolve() {
        return resolve;
    }

    /**
     * Returns the duration of the review by the policy.
     *
     * @return the duration
     */
    public Duration review() {
        return review;
    }

    /**
     * Returns the duration of the downloads, the builds and the reading of sizes.
     *
     * @return the duration
     */
    public Duration realise() {
        return realise;
    }

    /**
     * Returns the duration of the program itself, from its start to its end.
     *
     * @return the duration
     */
    public Duration execute() {
        return execute;
    }

    /**
     * Returns the duration of one phase.
     *
     * @param phase the phase
     * @return its duration
     */
    public Duration of(Phase phase) {
        return switch (phase) {
            case RESOLVE -> resolve;
            case REVIEW -> review;
            case REALISE -> realise;
            case EXECUTE -> execute;
        };
    }

    /**
     * Returns the duration of all phases together.
     *
     * @return the sum
     */
    public Duration total() {
        return resolve.plus(review).plus(realise).plus(execute);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PhaseTimes that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private List<Object> content() {
        return List.of(resolve, review, realise, execute);
    }

    @Override
    public String toString() {
        return "PhaseTimes[resolve=" + resolve + ", review=" + review + ", realise=" + realise + ", execute=" + execute
                + "]";
    }

    /**
     * Builds a {@link PhaseTimes}.
     *
     * <p>Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private Duration resolve = Duration.ZERO;
        private Duration review = Duration.ZERO;
        private Duration realise = Duration.ZERO;
        private Duration execute = Duration.ZERO;

        private Builder() {}

        /**
         * Sets the duration of the evaluation by Nix.
         *
         * @param resolve the duration; zero unless set
         * @return this builder
         */
        public Builder resolve(Duration resolve) {
            this.resolve = Objects.requireNonNull(resolve, "resolve");
            return this;
        }

        /**
         * Sets the duration of the review by the policy.
         *
         * @param review the duration; zero unless set
         * @return this builder
         */
        public Builder review(Duration review) {
            this.review = Objects.requireNonNull(review, "review");
            return this;
        }

        /**
         * Sets the duration of the downloads and builds.
         *
         * @param realise the duration; zero unless set
         * @return this builder
         */
        public Builder realise(Duration realise) {
            this.realise = Objects.requireNonNull(realise, "realise");
            return this;
        }

        /**
         * Sets the duration of the program itself.
         *
         * @param execute the duration; zero unless set
         * @return this builder
         */
        public Builder execute(Duration execute) {
            this.execute = Objects.requireNonNull(execute, "execute");
            return this;
        }

        /**
         * Returns the result.
         *
         * @return an immutable {@code PhaseTimes}
         */
        public PhaseTimes build() {
            return new PhaseTimes(this);
        }
    }
}
