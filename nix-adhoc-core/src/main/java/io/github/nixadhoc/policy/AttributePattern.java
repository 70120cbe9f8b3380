package io.github.nixadhoc.policy;

import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of attribute paths, compared name by name. An asterisk stands for text within one name.
 *
 * <p>Within a set, an asterisk stands for packages of that set only. What the set is built with has to be written out: from
 * {@code pkgs}, from an interpreter or from a standard environment a path leads to all of nixpkgs.
 */
record AttributePattern(List<Glob> names, boolean fromRoot) {

    /** The attributes of package sets that are no packages of theirs. Digits at the end of a name do not count. */
    private static final Set<String> NOT_OF_A_SET = Set.of(
            "lib",
            "pkgs",
            "packages",
            "passthru",
            "newScope",
            "extend",
            "self",
            "super",
            "final",
            "prev",
            "buildPackages",
            "targetPackages",
            "hostPackages",
            "splicedPackages",
            "python",
            "pypy",
            "perl",
            "ruby",
            "lua",
            "luajit",
            "ghc",
            "ocaml",
            "nodejs",
            "emacs",
            "octave",
            "R",
            "php",
            "erlang",
            "elixir",
            "coq",
            "agda",
            "idris",
            "julia",
            "guile",
            "chicken",
            "gnuradio",
            "kodi",
            "tcl",
            "bash");

    /** The same, with or without more words after them, as in {@code pkgsStatic} and {@code overrideScope}. */
    private static final List<String> BEGINNINGS_NOT_OF_A_SET =
            List.of("override", "callPackage", "stdenv", "pkgs", "python");

    AttributePattern {
        names = List.copyOf(names);
    }

    /**
     * Returns the pattern in a text.
     *
     * @throws IllegalArgumentException if no attribute path can match it
     */
    static AttributePattern of(String text) {
        requireForm(text);
        AttributePath path = AttributePath.parse(text);
        return new AttributePattern(path.names().stream().map(Glob::of).toList(), path.fromRoot());
    }

    private static void requireForm(String text) {
        String path = text.replace('*', 'x');
        try {
            Installable unused = new Installable.FlakeOutput("nixpkgs", path, List.of());
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        if (text.isEmpty()) {
            throw refused(text, null);
        }
    }

    private static IllegalArgumentException refused(String text, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "not a pattern of attribute paths: " + WordQuoting.of(text)
                        + ": expected one as in jq, python3Packages.black or python3Packages.*",
                cause);
    }

    /** Returns whether the pattern allows an attribute by its name. */
    boolean matches(AttributePath path) {
        // Nix takes the attribute of this name if a flake has no other default
        List<String> given = path.names().isEmpty() ? List.of("default") : path.names();
        if (path.fromRoot() != fromRoot || given.size() != names.size()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            Glob pattern = names.get(i);
            if (!pattern.matches(given.get(i)) || !pattern.isPlain() && isWithinSet() && isNotOfASet(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the attribute has to be a package of the set that has it. Otherwise its name was written out. */
    boolean wantsOwnMember() {
        return isWithinSet() && !names.stream().allMatch(Glob::isPlain);
    }

    private boolean isWithinSet() {
        return names.size() > 1;
    }

    private static boolean isNotOfASet(String name) {
        int end = name.length();
        while (end > 0 && (Character.isDigit(name.charAt(end - 1)) || name.charAt(end - 1) == '_')) {
            end--;
        }
        return NOT_OF_A_SET.contains(name.substring(0, end))
                || name.startsWith("__")
                || BEGINNINGS_NOT_OF_A_SET.stream().anyMatch(beginning -> beginsWithWord(name, beginning));
    }

    private static boolean beginsWithWord(String name, String word) {
        return name.startsWith(word)
                && (name.length() == word.length() || Character.isUpperCase(name.charAt(word.length())));
    }
}
