package io.github.nixadhoc.policy;

import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Argument;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.Expression;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules about the packages that a command needs. */
final class PackageRules {

    private PackageRules() {}

    static CommandPolicy anyPackage() {
        return NamedPolicy.ofRequest(
                "any package",
                requested -> requested.installable() instanceof Code
                        ? Decision.deny(requested.installable() + " is code" + DefaultAdmission.CODE_HINT)
                        : Decision.allow());
    }

    /** Relative paths in an expression lead to other code in another directory. */
    static CommandPolicy onlyExpressions(Code... exact) {
        Set<Code> allowed = Set.copyOf(List.of(exact));
        return NamedPolicy.ofRequest("only the expressions " + List.of(exact), requested -> {
            if (!(requested.installable() instanceof Code code) || !allowed.contains(code)) {
                return Decision.deny(requested.installable() + " is not one of the allowed expressions and files");
            }
            boolean isRelative = code instanceof Expression
                    || code.arguments().values().stream().anyMatch(Argument::isExpression);
            return isRelative && requested.directory().isPresent()
                    ? Decision.deny(requested.installable() + " is allowed only without directory(…), in which its"
                            + " relative paths lead elsewhere")
                    : Decision.allow();
        });
    }

    static CommandPolicy onlyNixpkgs() {
        return NamedPolicy.ofRequest(
                "only packages of the client's nixpkgs",
                requested -> requested.fromNixpkgs()
                        ? Decision.allow()
                        : Decision.deny(requested.installable() + " is not of the client's nixpkgs"
                                + DefaultAdmission.lockedHint(requested)));
    }

    static CommandPolicy onlyPackages(String... patterns) {
        List<AttributePattern> allowed =
                List.of(patterns).stream().map(AttributePattern::of).toList();
        NamedPolicy names = NamedPolicy.ofRequest(
                "only the packages " + List.of(patterns),
                requested -> matching(allowed, requested).isEmpty()
                        ? Decision.deny(requested.installable() + " is not one of the allowed packages")
                        : Decision.allow());
        return new NamedPolicy(names.name(), names.admission(), command -> {
            Decision ofNames = names.check().apply(command);
            if (ofNames instanceof Decision.Deny) {
                return ofNames;
            }
            for (PlannedPackage each : command.packages()) {
                if (!each.isOwnMember()
                        && matching(allowed, each.requested()).stream().allMatch(AttributePattern::wantsOwnMember)) {
                    return Decision.deny(each.requested().installable()
                            + " is not a package of its set, but what the set is built with or reached by: to allow"
                            + " it, write its name without an asterisk");
                }
            }
            return RunRules.programOfPackages(command);
        });
    }

    private static List<AttributePattern> matching(List<AttributePattern> allowed, RequestedPackage requested) {
        if (!requested.fromNixpkgs() || !(requested.installable() instanceof Installable.FlakeOutput output)) {
            return List.of();
        }
        AttributePath path = AttributePath.parse(output.fragment());
        return allowed.stream().filter(pattern -> pattern.matches(path)).toList();
    }

    static CommandPolicy onlyFlakes(String... patterns) {
        List<ReferencePattern> allowed =
                List.of(patterns).stream().map(ReferencePattern::of).toList();
        return NamedPolicy.ofRequest(
                "only the flakes " + List.of(patterns),
                requested -> !(requested.installable() instanceof Code)
                                && references(requested.installable()).stream()
                                        .allMatch(reference ->
                                                allowed.stream().anyMatch(pattern -> pattern.matches(reference)))
                        ? Decision.allow()
                        : Decision.deny(requested.installable() + " is not of an allowed flake"));
    }

    static CommandPolicy denyFlakes(String... patterns) {
        List<Glob> globs = Glob.all(patterns);
        return NamedPolicy.denying(
                "none of the flakes " + List.of(patterns),
                requested ->
                        references(requested.installable()).stream().anyMatch(reference -> Glob.any(globs, reference))
                                ? Decision.deny(requested.installable() + " is of a flake that is not allowed")
                                : Decision.allow());
    }

    /** A package has many names, so each name is compared. */
    static CommandPolicy denyPackages(String... patterns) {
        List<Glob> globs = Glob.all(patterns);
        return NamedPolicy.of("none of the packages " + List.of(patterns), command -> {
            for (PlannedPackage each : command.packages()) {
                for (String name : names(each)) {
                    if (Glob.any(globs, name)) {
                        return Decision.deny(each.requested().installable() + " is not allowed");
                    }
                }
            }
            return Decision.allow();
        });
    }

    static CommandPolicy onlyLicences(String... patterns) {
        List<Glob> globs = Glob.all(patterns);
        return NamedPolicy.of("only the licences " + List.of(patterns), command -> {
            for (PlannedPackage each : command.packages()) {
                boolean allowed = !each.licences().isEmpty()
                        && each.licences().stream().allMatch(licence -> Glob.any(globs, licence));
                if (!allowed) {
                    return Decision.deny(each.requested().installable() + " has "
                            + (each.licences().isEmpty()
                                    ? "no known licence"
                                    : "the licences " + WordQuoting.of(each.licences())
                                            + ", of which not all are allowed"));
                }
            }
            return Decision.allow();
        });
    }

    /** Returns the references of a flake and of the inputs that are put in place of its own. */
    private static List<String> references(Installable installable) {
        if (!(installable instanceof Installable.FlakeOutput output)) {
            return List.of("");
        }
        List<String> references = new ArrayList<>(output.overrides().values());
        references.add(0, output.reference());
        return references;
    }

    private static List<String> names(PlannedPackage planned) {
        List<String> names = new ArrayList<>(
                List.of(planned.name(), planned.pname(), fileName(planned.program()), planned.program()));
        if (planned.requested().installable() instanceof Installable.FlakeOutput output) {
            String path = output.fragment().replace("\"", "");
            names.add(path);
            names.add(path.substring(path.lastIndexOf('.') + 1));
        }
        for (StorePath path : planned.storePaths()) {
            names.add(path.name());
        }
        return names;
    }

    static String fileName(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }
}
