package io.github.nixadhoc.policy;

import java.util.List;

/** A policy that allows every command. */
enum AllowAll implements CommandPolicy {
    INSTANCE;

    @Override
    public Decision review(PlannedCommand command) {
        return Decision.allow();
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return Decision.allowWithoutOpinion();
    }

    @Override
    public Decision permit(HostChange change) {
        return Decision.allowWithoutOpinion();
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public String toString() {
        return "allow all";
    }
}
