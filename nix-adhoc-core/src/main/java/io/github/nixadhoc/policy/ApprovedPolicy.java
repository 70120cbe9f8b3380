package io.github.nixadhoc.policy;

import java.util.List;

/** A policy that asks a person when another policy demands it. */
record ApprovedPolicy(CommandPolicy policy, Approver approver) implements CommandPolicy {

    @Override
    public Decision review(PlannedCommand command) {
        Decision decision = policy.review(command);
        if (!(decision instanceof Decision.Ask ask)) {
            return decision;
        }
        String rule = ask.by(policy.rule()).rule();
        return approver.approves(command, ask.question())
                ? Decision.allow().by("approved by a person: " + rule)
                : Decision.deny("a person has not approved it").by(rule);
    }

    /** A plan asks nobody, so a question counts as allowed there. */
    @Override
    public Decision foresee(PlannedCommand command) {
        Decision decision = policy.foresee(command);
        return decision instanceof Decision.Ask ? Decision.allow() : decision;
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return policy.admit(packages);
    }

    @Override
    public String rule() {
        return policy.rule();
    }

    @Override
    public String toString() {
        return policy + ", with approval";
    }
}
