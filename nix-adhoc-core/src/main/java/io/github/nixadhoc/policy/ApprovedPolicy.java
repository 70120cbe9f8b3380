package io.github.nixadhoc.policy;

import io.github.nixadhoc.internal.text.Unseen;
import java.util.List;

/** A policy that asks a person when another policy demands it. */
record ApprovedPolicy(CommandPolicy policy, Approver approver) implements CommandPolicy {

    /** Some five pages of a terminal. Of a longer text a person sees the end only. */
    private static final int MAX_DESCRIPTION = 10_000;

    private static final int MAX_QUESTION = 1000;

    @Override
    public Decision review(PlannedCommand command) {
        Decision decision = policy.review(command);
        if (!(decision instanceof Decision.Ask ask)) {
            return decision;
        }
        String rule = ask.by(policy.rule()).rule();
        int length = command.description().length();
        if (length > MAX_DESCRIPTION) {
            return Decision.deny("a person has to decide, but cannot look over it: its description has " + length
                            + " characters, more than " + MAX_DESCRIPTION)
                    .by(rule);
        }
        return approver.approves(command, shown(ask.question()))
                ? Decision.allow().by("approved by a person: " + rule)
                : Decision.deny("a person has not approved it").by(rule);
    }

    /** A question may repeat what the command says. */
    private static String shown(String question) {
        String seen = Unseen.escaped(question);
        return seen.length() <= MAX_QUESTION ? seen : seen.substring(0, MAX_QUESTION) + "…";
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
    public Decision permit(HostChange change) {
        return policy.permit(change);
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
