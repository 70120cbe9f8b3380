package io.github.nixadhoc.internal.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packages that a client allows although nixpkgs refuses them. Each is given by its name ({@code slack}) or by its
 * name and version ({@code slack-4.35.126}).
 *
 * @param unfree packages with an unfree licence
 * @param insecure packages with known vulnerabilities, by name and version only
 * @param broken packages that are marked as broken
 */
public record Allowances(SortedSet<String> unfree, SortedSet<String> insecure, SortedSet<String> broken) {

    /** An instance that allows no packages. */
    public static final Allowances NONE =
            new Allowances(Collections.emptySortedSet(), Collections.emptySortedSet(), Collections.emptySortedSet());

    /** The form of store path names, because the name of a package becomes part of a store path. */
    private static final String NAME = "[A-Za-z0-9+_?=][A-Za-z0-9+._?=-]*";

    /** An indirect flake reference: the name of a registry entry, with or without a branch or a revision. */
    private static final String INDIRECT = "(?:flake:)?(?<name>[A-Za-z][A-Za-z0-9_-]*)(?:/.*)?";

    /**
     * A Nix function that tests whether a package is among names, in the forms of {@code lib.getName} and {@code
     * permittedInsecurePackages}.
     */
    private static final String IS_AMONG = "package: names: builtins.elem (package.pname or"
            + " (builtins.parseDrvName package.name).name) names"
            + " || builtins.elem (package.name or \"${package.pname}-${package.version}\") names";

    public Allowances {
        unfree = copy(unfree);
        insecure = copy(insecure);
        broken = copy(broken);
    }

    /**
     * Returns a copy in which more packages are allowed.
     *
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public Allowances plusUnfree(List<String> names) {
        return new Allowances(plus(unfree, names), insecure, broken);
    }

    /**
     * Returns a copy in which more packages are allowed.
     *
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public Allowances plusInsecure(List<String> names) {
        return new Allowances(unfree, plus(insecure, names), broken);
    }

    /**
     * Returns a copy in which more packages are allowed.
     *
     * @throws IllegalArgumentException if one cannot be the name of a package
     */
    public Allowances plusBroken(List<String> names) {
        return new Allowances(unfree, insecure, plus(broken, names));
    }

    /** Returns whether nothing is allowed. */
    public boolean isEmpty() {
        return unfree.isEmpty() && insecure.isEmpty() && broken.isEmpty();
    }

    /**
     * Returns the allowances for a flake: this instance if the flake is the client's nixpkgs, or another branch or
     * revision of it, otherwise none.
     *
     * @param reference the reference of the flake
     * @param nixpkgs the reference of the client's nixpkgs
     */
    public Allowances in(String reference, String nixpkgs) {
        return reference.equals(nixpkgs) || indirect(reference).equals(indirect(nixpkgs)) ? this : NONE;
    }

    /** Returns the registry name of an indirect reference, and any other reference unchanged. */
    private static String indirect(String reference) {
        Matcher matcher = Pattern.compile(INDIRECT).matcher(reference);
        return matcher.matches() ? matcher.group("name") : reference;
    }

    /** Returns the configuration of nixpkgs that allows these packages and changes nothing else. */
    public String toNix() {
        List<String> settings = new ArrayList<>();
        if (!unfree.isEmpty()) {
            settings.add("allowUnfreePredicate = package: isAmong package " + list(unfree) + ";");
        }
        if (!insecure.isEmpty()) {
            settings.add("permittedInsecurePackages = " + list(insecure) + ";");
        }
        if (!broken.isEmpty()) {
            // nixpkgs 26.05 and later warn about the first setting, and earlier versions do not know the second.
            settings.add("allowBrokenPredicate = package: isAmong package " + list(broken) + ";");
            settings.add("problems.handlers = { " + handlers() + " };");
        }
        String set = "{ " + String.join(" ", settings) + " }";
        return unfree.isEmpty() && broken.isEmpty() ? set : "let isAmong = " + IS_AMONG + "; in " + set;
    }

    /**
     * Returns an expression that imports a flake with this configuration and the flake's own lib, as {@code
     * allowing.nix} does. A pure evaluation cannot import it this way.
     *
     * @param flake the flake reference, not relative to a directory
     * @param system an expression for the system
     */
    public String importing(String flake, String system) {
        return "let flake = builtins.getFlake " + ResolveExpression.string(flake)
                + "; original = flake.legacyPackages.${" + system + "} or { }; in import flake { system = " + system
                + "; config = " + toNix() + ";"
                + " overlays = if original ? lib then [ (final: prev: { inherit (original) lib; }) ] else [ ]; }";
    }

    private String handlers() {
        return broken.stream()
                .map(name -> ResolveExpression.string(name) + ".broken = \"ignore\";")
                .collect(Collectors.joining(" "));
    }

    private static String list(SortedSet<String> names) {
        return names.stream().map(ResolveExpression::string).collect(Collectors.joining(" ", "[ ", " ]"));
    }

    private static SortedSet<String> plus(SortedSet<String> names, List<String> more) {
        SortedSet<String> all = new TreeSet<>(names);
        for (String name : more) {
            if (!name.matches(NAME)) {
                throw new IllegalArgumentException("not the name of a package: \"" + name
                        + "\": expected a name (slack), or a name with its version (slack-4.35.126)");
            }
            all.add(name);
        }
        return all;
    }

    private static SortedSet<String> copy(SortedSet<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
}
