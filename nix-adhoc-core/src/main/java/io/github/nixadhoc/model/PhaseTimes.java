package io.github.nixadhoc.model;

import java.time.Duration;

/**
 * The time that each phase of a run took.
 *
 * @param resolve the evaluation by Nix
 * @param review the decision of the policy
 * @param realise the downloads, the builds and the reading of sizes
 * @param execute the program itself, from its start until its end
 * @since 0.1
 */
public record PhaseTimes(Duration resolve, Duration review, Duration realise, Duration execute) {

    /**
     * Returns the time of one phase.
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
     * Returns the time of all phases together.
     *
     * @return the sum
     */
    public Duration total() {
        return resolve.plus(review).plus(realise).plus(execute);
    }
}
