package io.github.nixadhoc.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The duration of each phase of a run.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PhaseTimes extends EqualByContent {

    private final Duration resolve;
    private final Duration review;
    private final Duration realise;
    private final Duration execute;

    private PhaseTimes(Duration resolve, Duration review, Duration realise, Duration execute) {
        this.resolve = Objects.requireNonNull(resolve, "resolve");
        this.review = Objects.requireNonNull(review, "review");
        this.realise = Objects.requireNonNull(realise, "realise");
        this.execute = Objects.requireNonNull(execute, "execute");
    }

    /**
     * Returns a {@code PhaseTimes}. The library uses this, and so may the tests of its users.
     *
     * @param resolve the duration of the evaluation by Nix
     * @param review the duration of the review by the policy
     * @param realise the duration of the downloads, the builds and the reading of sizes
     * @param execute the duration of the program itself, from its start to its end
     * @return an immutable {@code PhaseTimes}
     */
    public static PhaseTimes of(Duration resolve, Duration review, Duration realise, Duration execute) {
        return new PhaseTimes(resolve, review, realise, execute);
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
    protected List<Object> parts() {
        return List.of(resolve, review, realise, execute);
    }

    @Override
    public String toString() {
        return "PhaseTimes[resolve=" + resolve + ", review=" + review + ", realise=" + realise + ", execute=" + execute
                + "]";
    }
}
