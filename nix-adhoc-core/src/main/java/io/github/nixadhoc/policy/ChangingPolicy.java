package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Set;

/**
 * A policy that also allows some kinds of changes.
 *
 * @param policy the decisions about commands
 * @param kinds the kinds of changes that are allowed
 */
record ChangingPolicy(CommandPolicy policy, Set<HostChange.Kind> kinds) implements CommandPolicy {

    ChangingPolicy {
        kinds = Set.copyOf(kinds);
    }

    @Override
    public Decision review(PlannedCommand command) {
        return policy.review(command);
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return policy.admit(packages);
    }

    @Override
    public Decision foresee(PlannedCommand command) {
        return policy.foresee(command);
    }

    @Override
    public Decision permit(HostChange change) {
        return kinds.contains(change.kind()) ? Decision.allow() : policy.permit(change);
    }

    @Override
    public boolean answersAtOnce() {
        return policy.answersAtOnce();
    }

    @Override
    public String rule() {
        return policy.rule();
    }

    @Override
    public String toString() {
        return policy + ", with the changes " + kinds.stream().sorted().toList();
    }
}
