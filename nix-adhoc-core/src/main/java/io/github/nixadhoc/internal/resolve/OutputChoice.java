package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The choice among the outputs of a derivation. */
final class OutputChoice {

    private final Installable installable;
    private final List<ResolvedOutput> all;

    OutputChoice(Installable installable, List<ResolvedOutput> all) {
        this.installable = installable;
        this.all = List.copyOf(all);
    }

    /** Returns the outputs that the installable selects, in its order; the given default if it selects none. */
    List<ResolvedOutput> selectedOr(List<ResolvedOutput> byDefault) {
        List<String> names = installable.outputs();
        if (names.isEmpty()) {
            return byDefault;
        }
        return names.contains("*") ? all : named(names);
    }

    /**
     * Returns the outputs with the given names. A package that installs {@code out} may lack that output. Nix fails in
     * that case, whereas this method returns the given output of the package.
     */
    List<ResolvedOutput> installed(List<String> names, ResolvedOutput own) {
        boolean lacksDefault = names.equals(List.of("out"))
                && all.stream().noneMatch(output -> output.name().equals("out"));
        return lacksDefault ? List.of(own) : named(names);
    }

    /**
     * Sorts outputs by store path, because Nix keeps the outputs of an installable in a sorted set and puts them on
     * PATH in that order. A path that is not known yet has no place in it, and is compared by its placeholder.
     */
    static List<ResolvedOutput> inOrderOfPath(List<ResolvedOutput> outputs) {
        return outputs.stream()
                .sorted(Comparator.comparing(ResolvedOutput::pathOrPlaceholder))
                .distinct()
                .toList();
    }

    private List<ResolvedOutput> named(List<String> names) {
        List<ResolvedOutput> chosen = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            chosen.add(all.stream()
                    .filter(output -> output.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> noSuchOutput(name)));
        }
        return chosen;
    }

    private PackageNotFoundException noSuchOutput(String name) {
        List<String> names = all.stream().map(ResolvedOutput::name).toList();
        return new PackageNotFoundException(
                Failure.of(
                        Secrets.masked(installable.toString()) + " has no output " + name + "; it has "
                                + String.join(", ", names),
                        "",
                        Phase.RESOLVE,
                        List.of(),
                        "select an output that it has: ^" + String.join(", ^", names)),
                names);
    }
}
