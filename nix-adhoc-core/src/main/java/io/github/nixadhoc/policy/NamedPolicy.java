package io.github.nixadhoc.policy;

import java.util.List;
import java.util.function.Function;

/**
 * A ready-made policy.
 *
 * @param name the rule in words
 * @param admission decides about the names alone
 * @param check decides about the command
 */
record NamedPolicy(
        String name, Function<List<RequestedPackage>, Decision> admission, Function<PlannedCommand, Decision> check)
        implements CommandPolicy {

    /** Makes a rule about the command, which says nothing about where packages are from. */
    static NamedPolicy of(String name, Function<PlannedCommand, Decision> check) {
        return new NamedPolicy(name, DefaultAdmission::of, check);
    }

    /** Makes a rule that denies some of what is asked for, and leaves it to others what else is admitted. */
    static NamedPolicy denying(String name, Function<RequestedPackage, Decision> check) {
        NamedPolicy rule = ofRequest(name, check);
        return new NamedPolicy(
                name,
                packages -> {
                    Decision decision = rule.admission().apply(packages);
                    return decision instanceof Decision.Deny ? decision : DefaultAdmission.of(packages);
                },
                rule.check());
    }

    /** Makes a rule about what is asked for, which is known from the beginning and stays the same. */
    static NamedPolicy ofRequest(String name, Function<RequestedPackage, Decision> check) {
        Function<List<RequestedPackage>, Decision> admission = packages -> {
            for (RequestedPackage each : packages) {
                Decision decision = check.apply(each);
                if (decision instanceof Decision.Deny) {
                    return decision;
                }
            }
            return Decision.allow();
        };
        return new NamedPolicy(
                name,
                admission,
                command -> admission.apply(command.packages().stream()
                        .map(PlannedPackage::requested)
                        .toList()));
    }

    @Override
    public Decision review(PlannedCommand command) {
        return check.apply(command).by(rule());
    }

    @Override
    public Decision admit(List<RequestedPackage> packages) {
        return admission.apply(packages).by(rule());
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
