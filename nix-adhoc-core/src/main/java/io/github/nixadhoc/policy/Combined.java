package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Several policies that decide together. */
record Combined(Mode mode, List<CommandPolicy> policies) implements CommandPolicy {

    Combined {
        policies = List.copyOf(policies);
        if (mode == Mode.ANY && policies.isEmpty()) {
            throw new IllegalArgumentException("anyOf needs at least one policy");
        }
    }

    @Override
    public Decision review(PlannedCommand command) {
        return decide(policy -> policy.review(command), decision -> inView(decision, command));
    }

    @Override
    public Decision foresee(PlannedCommand command) {
        return decide(policy -> policy.foresee(command), decision -> inView(decision, command));
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return decide(policy -> policy.admit(packages), decision -> decision);
    }

    @Override
    public boolean answersAtOnce() {
        return policies.stream().allMatch(CommandPolicy::answersAtOnce);
    }

    private Decision decide(Question question, UnaryOperator<Decision> view) {
        Decision soFar = mode.beforeAll();
        for (CommandPolicy policy : policies) {
            Decision given = Objects.requireNonNull(question.to(policy), () -> policy + " gave no decision");
            soFar = mode.joined(soFar, view.apply(given.by(policy.toString())));
            if (mode.isSettledBy(soFar)) {
                return soFar;
            }
        }
        return soFar;
    }

    /** Who gets what it wants changed allows the rest. Else it would hide for ever that another wants a person asked. */
    private static Decision inView(Decision decision, PlannedCommand command) {
        return decision instanceof Decision.Change change && command.changes().includes(change.change())
                ? new Decision.Allow(change.rule())
                : decision;
    }

    @Override
    public String toString() {
        return mode.words + " of " + policies;
    }

    /** What a policy is asked. */
    private interface Question {
        Decision to(CommandPolicy policy);
    }

    /** How many of the policies have to allow a command. */
    enum Mode {
        /** Each. */
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
        /** One. */
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

        /** Returns what is decided when nobody has been asked. */
        abstract Decision beforeAll();

        /** Returns whether what the others say is of no matter. */
        abstract boolean isSettledBy(Decision decision);

        abstract Decision joined(Decision soFar, Decision next);

        private static int weight(Decision decision) {
            if (decision instanceof Decision.Deny) {
                return 3;
            }
            return decision instanceof Decision.Change ? 2 : decision instanceof Decision.Ask ? 1 : 0;
        }

        /** One of two that contradict each other would not have what it allows the command for. */
        private static Decision both(Decision.Change one, Decision.Change other) {
            String rules = one.rule() + "; " + other.rule();
            return one.change().contradicts(other.change())
                    ? Decision.deny("two policies want it changed in different ways: " + one.change() + ", and "
                                    + other.change())
                            .by(rules)
                    : new Decision.Change(one.change().plus(other.change()), rules);
        }
    }
}
