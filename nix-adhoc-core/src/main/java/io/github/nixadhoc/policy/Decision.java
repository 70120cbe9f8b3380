package io.github.nixadhoc.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a {@link CommandPolicy}, for the command that it was shown and no other.
 *
 * <p>Made by the factories of this class. Its kinds are the nested classes; there may be more of them in later versions.
 * Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public abstract class Decision {

    private final String words;
    private final String rule;

    private Decision(String words, String rule) {
        this.words = Objects.requireNonNull(words, "words");
        this.rule = Objects.requireNonNull(rule, "rule");
    }

    /**
     * Returns the decision that the command may run exactly as it was shown.
     *
     * @return the decision
     */
    public static Decision allow() {
        return new Allow("");
    }

    /**
     * Returns the decision that the command may run if it is changed. The changed command is reviewed again; it runs when
     * it is allowed, or when the same change is asked for that it has already.
     *
     * @param change what is to be changed
     * @return the decision
     */
    public static Decision allowWith(PlannedChange change) {
        return new Change(change, "");
    }

    /**
     * Returns the decision that the command must not run.
     *
     * @param reason why, for the person or the program that wanted to run it
     * @return the decision
     */
    public static Decision deny(String reason) {
        return new Deny(reason, "", false);
    }

    /** Returns the denial by a policy that has no opinion of its own, which gives way to an opinion beside it. */
    static Decision denyByDefault(String reason) {
        return new Deny(reason, "", true);
    }

    /**
     * Returns the decision that a person has to be asked. Unless the policy has an approver, see
     * {@link CommandPolicy#withApproval}, nobody is, and the command is denied.
     *
     * @param question what the person is to decide
     * @return the decision
     */
    public static Decision ask(String question) {
        return new Ask(question, "");
    }

    /**
     * Returns the rule that has led to it.
     *
     * @return the rule in words; empty if it is not known
     */
    public final String rule() {
        return rule;
    }

    /**
     * Names the rule that has led to it, unless one is named already.
     *
     * @param name the rule in words
     * @return the same decision with the rule
     */
    public final Decision by(String name) {
        return rule.isEmpty() ? withRule(name) : this;
    }

    abstract Decision withRule(String name);

    /** Returns what differs between two decisions of one kind, the rule left out. */
    Object content() {
        return words;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Decision that
                && getClass() == that.getClass()
                && content().equals(that.content())
                && rule.equals(that.rule);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass(), content(), rule);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (words.isEmpty() ? "" : words + ", ") + "rule: " + rule + "]";
    }

    /** The command may run as it was shown. */
    public static final class Allow extends Decision {

        private Allow(String rule) {
            super("", rule);
        }

        @Override
        Decision withRule(String name) {
            return new Allow(name);
        }
    }

    /** The command may run when it has been changed. */
    public static final class Change extends Decision {

        private final PlannedChange change;

        private Change(PlannedChange change, String rule) {
            super(change.toString(), rule);
            this.change = change;
        }

        /**
         * Returns what is to be changed.
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
         * Returns why.
         *
         * @return why, for the person or the program that wanted to run it
         */
        public String reason() {
            return reason;
        }

        /** Returns whether the policy has no opinion of its own. */
        boolean isByDefault() {
            return byDefault;
        }

        /** Returns the denial that gives way to nothing. */
        Deny asOpinion() {
            return byDefault ? new Deny(reason, rule(), false) : this;
        }

        @Override
        Decision withRule(String name) {
            return new Deny(reason, name, byDefault);
        }
    }

    /** A person has to be asked. */
    public static final class Ask extends Decision {

        private final String question;

        private Ask(String question, String rule) {
            super(question, rule);
            this.question = question;
        }

        /**
         * Returns what the person is to decide.
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
