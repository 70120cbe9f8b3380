package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Allows what all of some policies allow. */
record AllOf(List<CommandPolicy> policies) implements CommandPolicy {

    AllOf {
        policies = List.copyOf(policies);
    }

    @Override
    public Decision review(PlannedCommand command) {
        return decide(policy -> policy.review(command));
    }

    @Override
    public Decision foresee(PlannedCommand command) {
        return decide(policy -> policy.foresee(command));
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return decide(policy -> policy.admit(packages));
    }

    @Override
    public boolean answersAtOnce() {
        return policies.stream().allMatch(CommandPolicy::answersAtOnce);
    }

    private Decision decide(Function<CommandPolicy, Decision> question) {
        Decision.@Nullable Change changed = null;
        @Nullable Decision asked = null;
        for (CommandPolicy policy : policies) {
            Decision decision = Objects.requireNonNull(question.apply(policy), () -> policy + " gave no decision")
                    .by(policy.toString());
            if (decision instanceof Decision.Deny) {
                return decision;
            }
            if (decision instanceof Decision.Change change) {
                changed = changed == null
                        ? change
                        : new Decision.Change(
                                changed.change().plus(change.change()), changed.rule() + "; " + change.rule());
            } else if (decision instanceof Decision.Ask && asked == null) {
                asked = decision;
            }
        }
        if (changed != null) {
            return changed;
        }
        return asked == null ? Decision.allow() : asked;
    }

    @Override
    public String toString() {
        return "all of " + policies;
    }
}
