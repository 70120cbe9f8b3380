package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A policy that combines the decisions of several policies. */
record CompositePolicy(Mode mode, List<CommandPolicy> policies) implements CommandPolicy {

    CompositePolicy {
        policies = List.copyOf(policies);
        if (mode == Mode.ANY && policies.isEmpty()) {
            throw new IllegalArgumentException("anyOf needs at least one policy");
        }
    }

    @Override
    public Decision review(PlannedCommand command) {
        return decide(ifAdmitted(command, policy -> policy.review(command)), decision -> inView(decision, command));
    }

    @Override
    public Decision foresee(PlannedCommand command) {
        return decide(ifAdmitted(command, policy -> policy.foresee(command)), decision -> inView(decision, command));
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return mode == Mode.ALL
                ? byOpinions(policy -> policy.admit(packages), DefaultAdmission.of(packages))
                : byAny(policy -> policy.admit(packages));
    }

    @Override
    public Decision permit(HostChange change) {
        return mode == Mode.ALL
                ? byOpinions(policy -> policy.permit(change), CommandPolicy.super.permit(change))
                : byAny(policy -> policy.permit(change));
    }

    /** A default denial counts only if no policy decides itself. A policy that allows everything does not. */
    private Decision byOpinions(Question question, Decision ofNone) {
        if (policies.isEmpty()) {
            return ofNone;
        }
        Decision soFar = mode.beforeAll();
        @Nullable Decision byDefault = null;
        @Nullable Decision withoutOpinion = null;
        boolean opinion = false;
        for (CommandPolicy policy : policies) {
            Decision given = given(question.to(policy), policy);
            if (given instanceof Decision.Allow allow && allow.isWithoutOpinion()) {
                withoutOpinion = given;
                continue;
            }
            if (given instanceof Decision.Deny deny && deny.isByDefault()) {
                byDefault = byDefault == null ? given : byDefault;
                continue;
            }
            opinion = true;
            soFar = mode.joined(soFar, given);
            if (mode.isSettledBy(soFar)) {
                return soFar;
            }
        }
        if (opinion) {
            return soFar;
        }
        return Objects.requireNonNullElse(byDefault != null ? byDefault : withoutOpinion, soFar);
    }

    /** A denial by all alternatives is a decision, so a policy beside this one does not open it. */
    private Decision byAny(Question question) {
        Decision decision = decide(question, UnaryOperator.identity());
        return decision instanceof Decision.Deny deny ? deny.asOpinion() : decision;
    }

    private static Decision given(@Nullable Decision decision, CommandPolicy policy) {
        return Objects.requireNonNull(decision, () -> policy + " gave no decision")
                .by(policy.rule());
    }

    /** A policy that denies the names must not allow the command, since another policy has admitted the names. */
    private Question ifAdmitted(PlannedCommand command, Question question) {
        if (mode == Mode.ALL) {
            return question;
        }
        List<RequestedPackage> names =
                command.packages().stream().map(PlannedPackage::requested).toList();
        return policy -> {
            Decision admission = Objects.requireNonNull(policy.admit(names), () -> policy + " gave no decision");
            return admission instanceof Decision.Deny ? admission : question.to(policy);
        };
    }

    @Override
    public boolean answersAtOnce() {
        return policies.stream().allMatch(CommandPolicy::answersAtOnce);
    }

    private Decision decide(Question question, UnaryOperator<Decision> view) {
        Decision soFar = mode.beforeAll();
        for (CommandPolicy policy : policies) {
            soFar = mode.joined(soFar, view.apply(given(question.to(policy), policy)));
            if (mode.isSettledBy(soFar)) {
                return soFar;
            }
        }
        return soFar;
    }

    /**
     * A policy whose change has been made allows the command. Otherwise its change would hide a question of another
     * policy for ever.
     */
    private static Decision inView(Decision decision, PlannedCommand command) {
        return decision instanceof Decision.Change change && command.changes().includes(change.change())
                ? Decision.allow().by(change.rule())
                : decision;
    }

    @Override
    public String rule() {
        return mode.words + " of " + policies.size() + (policies.size() == 1 ? " policy" : " policies");
    }

    @Override
    public String toString() {
        return mode.words + " of " + policies;
    }

    /** A call of a policy. */
    private interface Question {
        Decision to(CommandPolicy policy);
    }

    /** The number of policies that must allow a command. */
    enum Mode {
        /** All policies. */
        ALL("all") {
            @Override
            Decision beforeAll() {
                return Decision.allow();
            }

            @Override
            boolean isSettledBy(Decision decision) {
                return decision instanceof Decision.Deny;
            }

            @Override
            Decision joined(Decision soFar, Decision next) {
                if (soFar instanceof Decision.Change one && next instanceof Decision.Change other) {
                    return both(one, other);
                }
                return weight(next) > weight(soFar) ? next : soFar;
            }
        },
        /** One policy. */
        ANY("any") {
            @Override
            Decision beforeAll() {
                return Decision.deny("no policy allows it");
            }

            @Override
            boolean isSettledBy(Decision decision) {
                return decision instanceof Decision.Allow;
            }

            @Override
            Decision joined(Decision soFar, Decision next) {
                return soFar instanceof Decision.Deny || next instanceof Decision.Allow ? next : soFar;
            }
        };

        private final String words;

        Mode(String words) {
            this.words = words;
        }

        /** Returns the decision without any policy. */
        abstract Decision beforeAll();

        /** Returns whether the remaining policies cannot change the decision. */
        abstract boolean isSettledBy(Decision decision);

        abstract Decision joined(Decision soFar, Decision next);

        private static int weight(Decision decision) {
            if (decision instanceof Decision.Deny) {
                return 3;
            }
            return decision instanceof Decision.Change ? 2 : decision instanceof Decision.Ask ? 1 : 0;
        }

        /** Two changes that contradict each other cannot both be made. */
        private static Decision both(Decision.Change one, Decision.Change other) {
            String rules = one.rule() + "; " + other.rule();
            return one.change().contradicts(other.change())
                    ? Decision.deny("two policies want it changed in different ways: " + one.change() + ", and "
                                    + other.change())
                            .by(rules)
                    : Decision.allowWith(one.change().plus(other.change())).by(rules);
        }
    }
}
