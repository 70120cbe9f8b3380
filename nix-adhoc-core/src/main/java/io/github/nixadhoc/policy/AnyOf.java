package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Allows what one of some policies allows. */
record AnyOf(List<CommandPolicy> policies) implements CommandPolicy {

    AnyOf {
        policies = List.copyOf(policies);
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("anyOf needs at least one policy");
        }
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
        @Nullable Decision best = null;
        for (CommandPolicy policy : policies) {
            Decision decision = Objects.requireNonNull(question.apply(policy), () -> policy + " gave no decision")
                    .by(policy.toString());
            if (decision instanceof Decision.Allow) {
                return decision;
            }
            if (best == null || best instanceof Decision.Deny) {
                best = decision;
            }
        }
        return Objects.requireNonNull(best);
    }

    @Override
    public String toString() {
        return "any of " + policies;
    }
}
