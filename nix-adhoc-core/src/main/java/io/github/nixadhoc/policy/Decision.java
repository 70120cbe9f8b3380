package io.github.nixadhoc.policy;

import java.util.Objects;

/**
 * The answer of a {@link CommandPolicy}, for the command that it was shown and no other.
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
        return new Allow("");
    }

    /**
     * Returns the decision that the command may run if it is changed. The changed command is reviewed again; it runs when
     * it is allowed, or when the same change is asked for that it has already.
     *
     * @param change what is to be changed
     * @return the decision
     */
    static Decision allowWith(PlannedChange change) {
        return new Change(change, "");
    }

    /**
     * Returns the decision that the command must not run.
     *
     * @param reason why, for the person or the program that wanted to run it
     * @return the decision
     */
    static Decision deny(String reason) {
        return new Deny(reason, "");
    }

    /**
     * Returns the decision that a person has to be asked. Unless the policy has an approver, see
     * {@link CommandPolicy#withApproval}, nobody is, and the command is denied.
     *
     * @param question what the person is to decide
     * @return the decision
     */
    static Decision ask(String question) {
        return new Ask(question, "");
    }

    /**
     * Returns the rule that has led to it.
     *
     * @return the rule in words; empty if it is not known
     */
    String rule();

    /**
     * Names the rule that has led to it, unless one is named already.
     *
     * @param rule the rule in words
     * @return the same decision with the rule
     */
    Decision by(String rule);

    /**
     * The command may run as it was shown.
     *
     * @param rule the rule that has led to it; empty if not known
     */
    record Allow(String rule) implements Decision {

        /**
         * Checks the rule.
         *
         * @param rule the rule
         */
        public Allow {
            Objects.requireNonNull(rule, "rule");
        }

        @Override
        public Decision by(String other) {
            return rule.isEmpty() ? new Allow(other) : this;
        }
    }

    /**
     * The command may run when it has been changed.
     *
     * @param change what is to be changed
     * @param rule the rule that has led to it; empty if not known
     */
    record Change(PlannedChange change, String rule) implements Decision {

        /**
         * Checks that nothing is missing.
         *
         * @param change what is to be changed
         * @param rule the rule
         */
        public Change {
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(rule, "rule");
        }

        @Override
        public Decision by(String other) {
            return rule.isEmpty() ? new Change(change, other) : this;
        }
    }

    /**
     * The command must not run.
     *
     * @param reason why
     * @param rule the rule that has led to it; empty if not known
     */
    record Deny(String reason, String rule) implements Decision {

        /**
         * Checks that nothing is missing.
         *
         * @param reason why
         * @param rule the rule
         */
        public Deny {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(rule, "rule");
        }

        @Override
        public Decision by(String other) {
            return rule.isEmpty() ? new Deny(reason, other) : this;
        }
    }

    /**
     * A person has to be asked.
     *
     * @param question what the person is to decide
     * @param rule the rule that has led to it; empty if not known
     */
    record Ask(String question, String rule) implements Decision {

        /**
         * Checks that nothing is missing.
         *
         * @param question what the person is to decide
         * @param rule the rule
         */
        public Ask {
            Objects.requireNonNull(question, "question");
            Objects.requireNonNull(rule, "rule");
        }

        @Override
        public Decision by(String other) {
            return rule.isEmpty() ? new Ask(question, other) : this;
        }
    }
}
