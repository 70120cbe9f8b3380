package io.github.nixadhoc.policy;

import java.util.Objects;

/**
 * The answer of a {@link CommandPolicy}.
 *
 * @since 0.1
 */
public sealed interface Decision {

    /**
     * Returns the decision that the command may run exactly as it was shown.
     *
     * @return the decision
     */
    static Decision allow() {
        return new Allow();
    }

    /**
     * Returns the decision that the command must not run.
     *
     * @param reason why, for the person or the program that wanted to run it
     * @return the decision
     */
    static Decision deny(String reason) {
        return new Deny(reason);
    }

    /** The command may run. */
    record Allow() implements Decision {}

    /**
     * The command must not run.
     *
     * @param reason why
     */
    record Deny(String reason) implements Decision {

        /**
         * Checks the reason.
         *
         * @param reason why
         */
        public Deny {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
