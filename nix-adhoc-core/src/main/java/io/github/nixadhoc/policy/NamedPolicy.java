package io.github.nixadhoc.policy;

import java.util.List;
import java.util.function.Function;

/**
 * A ready-made policy.
 *
 * @param name the rule in words
 * @param admission the decision about names
 * @param check the decision about the command
 */
record NamedPolicy(
        String name, Function<List<RequestedPackage>, Decision> admission, Function<PlannedCommand, Decision> check)
        implements CommandPolicy {

    /** Returns a rule about the command, with the default admission of names. */
    static NamedPolicy of(String name, Function<PlannedCommand, Decision> check) {
        return new NamedPolicy(name, DefaultAdmission::of, check);
    }

    /** Returns a rule that denies some requested packages, with the default admission of the others. */
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

    /** Returns a rule about requested packages, which are the same at admission and at review. */
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
