package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.EqualByContent;
import java.util.List;
import java.util.Objects;

/**
 * The decision of a {@link CommandPolicy} about one command.
 *
 * <p>The static methods of this class make decisions. The nested classes are its kinds; a later version may add kinds.
 * Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public abstract class Decision extends EqualByContent {

    private final String words;
    private final String rule;

    private Decision(String words, String rule) {
        this.words = Objects.requireNonNull(words, "words");
        this.rule = Objects.requireNonNull(rule, "rule");
    }

    /**
     * Returns the decision that the command may run exactly as it was reviewed.
     *
     * @return the decision
     */
    public static Decision allow() {
        return new Allow("", false);
    }

    /** Returns the decision of a policy that allows everything, which in {@code allOf} gives way to any other policy. */
    static Decision allowWithoutOpinion() {
        return new Allow("", true);
    }

    /**
     * Returns the decision that the command may run if it is changed. The changed command is reviewed again. It runs if
     * the review allows it, or demands the same change again.
     *
     * @param change the change
     * @return the decision
     */
    public static Decision allowWith(PlannedChange change) {
        return new Change(change, "");
    }

    /**
     * Returns the decision that the command must not run.
     *
     * @param reason the reason, for the caller
     * @return the decision
     */
    public static Decision deny(String reason) {
        return new Deny(reason, "", false);
    }

    /**
     * Returns the default denial of a policy that does not decide about names. The decision of another policy overrides
     * it.
     */
    static Decision denyByDefault(String reason) {
        return new Deny(reason, "", true);
    }

    /**
     * Returns the decision that a person must be asked. Without an approver (see {@link CommandPolicy#withApproval}) the
     * command is denied.
     *
     * @param question the question for the person
     * @return the decision
     */
    public static Decision ask(String question) {
        return new Ask(question, "");
    }

    /**
     * Returns the rule behind the decision.
     *
     * @return the rule in words; empty if it is not known
     */
    public final String rule() {
        return rule;
    }

    /**
     * Returns this decision with the name of its rule, unless it has one.
     *
     * @param name the rule in words
     * @return the same decision with the rule
     */
    public final Decision by(String name) {
        return rule.isEmpty() ? withRule(name) : this;
    }

    abstract Decision withRule(String name);

    /** Returns the content of the decision without the rule. */
    Object content() {
        return words;
    }

    @Override
    protected final List<Object> parts() {
        return List.of(content(), rule);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (words.isEmpty() ? "" : words + ", ") + "rule: " + rule + "]";
    }

    /** The command may run as it was reviewed. */
    public static final class Allow extends Decision {

        private final boolean withoutOpinion;

        private Allow(String rule, boolean withoutOpinion) {
            super("", rule);
            this.withoutOpinion = withoutOpinion;
        }

        /** Returns whether this is the decision of a policy that allows everything. */
        boolean isWithoutOpinion() {
            return withoutOpinion;
        }

        @Override
        Decision withRule(String name) {
            return new Allow(name, withoutOpinion);
        }
    }

    /** The command may run after a change. */
    public static final class Change extends Decision {

        private final PlannedChange change;

        private Change(PlannedChange change, String rule) {
            super(change.toString(), rule);
            this.change = change;
        }

        /**
         * Returns the change.
         *
         * @return the change
         */
        public PlannedChange change() {
            return change;
        }

        @Override
        Decision withRule(String name) {
            return new Change(change, name);
        }

        @Override
        Object content() {
            return change;
        }
    }

    /** The command must not run. */
    public static final class Deny extends Decision {

        private final String reason;
        private final boolean byDefault;

        private Deny(String reason, String rule, boolean byDefault) {
            super(reason, rule);
            this.reason = reason;
            this.byDefault = byDefault;
        }

        /**
         * Returns the reason.
         *
         * @return the reason, for the caller
         */
        public String reason() {
            return reason;
        }

        /** Returns whether this is a default denial. */
        boolean isByDefault() {
            return byDefault;
        }

        /** Returns this denial as a decision that no other policy overrides. */
        Deny asOpinion() {
            return byDefault ? new Deny(reason, rule(), false) : this;
        }

        @Override
        Decision withRule(String name) {
            return new Deny(reason, name, byDefault);
        }
    }

    /** A person must be asked. */
    public static final class Ask extends Decision {

        private final String question;

        private Ask(String question, String rule) {
            super(question, rule);
            this.question = question;
        }

        /**
         * Returns the question for the person.
         *
         * @return the question
         */
        public String question() {
            return question;
        }

        @Override
        Decision withRule(String name) {
            return new Ask(question, name);
        }
    }
}
