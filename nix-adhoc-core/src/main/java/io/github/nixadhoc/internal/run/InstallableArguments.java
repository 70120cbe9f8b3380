package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.Allowances;
import io.github.nixadhoc.internal.resolve.InstallableWords;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Installables as the command line of Nix takes them.
 *
 * <p>Where packages are allowed that nixpkgs refuses, the command line of Nix needs an expression that imports nixpkgs
 * with a configuration. Such an expression names packages of one flake only, whose reference is not relative to a
 * directory. Any other line has to allow all packages, by a variable.
 *
 * @param variables the words that set variables, for {@code env}; none where there is nothing to set
 * @param words the installables, with the options that go before them
 */
public record InstallableArguments(List<String> variables, List<String> words) {

    /** Passwords are masked, since lines end up in logs. */
    public InstallableArguments {
        words = Secrets.masked(words);
    }

    private static final Pattern FROM_DIRECTORY = Pattern.compile("(?:path:|git\\+file:)?\\.{1,2}(?:[/?].*)?");

    static InstallableArguments of(Nixpkgs nixpkgs, List<? extends Installable> installables) {
        List<Installable> qualified = nixpkgs.qualify(installables);
        List<String> words = new ArrayList<>(qualified.size());
        boolean hasOptions = false;
        for (Installable installable : qualified) {
            if (words.isEmpty()) {
                words.addAll(InstallableWords.options(installable));
                hasOptions = !words.isEmpty();
            }
            words.add(InstallableWords.selected(installable));
        }
        if (nixpkgs.allowances().isEmpty()
                || qualified.stream().noneMatch(installable -> isAllowedIn(nixpkgs, installable))) {
            return new InstallableArguments(List.of(), words);
        }
        Set<String> flakes = qualified.stream()
                .map(installable -> installable instanceof FlakeOutput output ? output.reference() : "")
                .collect(Collectors.toSet());
        String flake = flakes.iterator().next();
        boolean isOneLine = !hasOptions
                && flakes.size() == 1
                && !FROM_DIRECTORY.matcher(flake).matches();
        return isOneLine ? exact(nixpkgs.allowances(), flake, qualified) : broad(nixpkgs.allowances(), words);
    }

    private static boolean isAllowedIn(Nixpkgs nixpkgs, Installable installable) {
        return installable instanceof FlakeOutput output
                && !nixpkgs.allowances().in(output.reference(), nixpkgs.flake()).isEmpty();
    }

    private static InstallableArguments exact(Allowances allowances, String flake, List<Installable> installables) {
        List<String> words =
                new ArrayList<>(List.of("--impure", "--expr", allowances.importing(flake, "builtins.currentSystem")));
        installables.forEach(installable -> words.add(installable.toString().substring(flake.length() + 1)));
        return new InstallableArguments(List.of(), words);
    }

    private static InstallableArguments broad(Allowances allowances, List<String> installables) {
        List<String> variables = new ArrayList<>(List.of("env"));
        if (!allowances.unfree().isEmpty()) {
            variables.add("NIXPKGS_ALLOW_UNFREE=1");
        }
        if (!allowances.insecure().isEmpty()) {
            variables.add("NIXPKGS_ALLOW_INSECURE=1");
        }
        if (!allowances.broken().isEmpty()) {
            variables.add("NIXPKGS_ALLOW_BROKEN=1");
        }
        List<String> words = new ArrayList<>(List.of("--impure"));
        words.addAll(installables);
        return new InstallableArguments(variables, words);
    }
}
