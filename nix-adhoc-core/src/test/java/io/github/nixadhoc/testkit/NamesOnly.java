package io.github.nixadhoc.testkit;

import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.RequestedPackage;
import java.util.List;

/**
 * A policy that decides about the names, and allows all that it has admitted.
 *
 * @param denied the text that no name may contain
 */
public record NamesOnly(String denied) implements CommandPolicy {

    @Override
    public Decision review(PlannedCommand command) {
        return Decision.allow();
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return packages.toString().contains(denied) ? Decision.deny("no " + denied) : Decision.allow();
    }
}
