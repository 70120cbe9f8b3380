package io.github.nixadhoc.model;

import java.util.Locale;
import java.util.Objects;

/**
 * The meaning of one name of a flake on this machine.
 *
 * @param kind whose registry says so
 * @param from the name, as Nix prints it, for instance {@code flake:nixpkgs}
 * @param to the flake reference that it stands for, for instance {@code github:NixOS/nixpkgs/nixpkgs-unstable}
 * @since 0.1
 */
public record RegistryEntry(Kind kind, String from, String to) {

    /**
     * Checks for null.
     *
     * @param kind whose registry says so
     * @param from the name
     * @param to the flake reference that it stands for
     */
    public RegistryEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /**
     * Whose registry an entry is in. An entry of an earlier kind hides one of the same name of a later kind.
     *
     * @since 0.1
     */
    public enum Kind {
        /** Given with {@code --override-flake}. */
        FLAG,
        /** The user's own, {@code ~/.config/nix/registry.json}. */
        USER,
        /** The machine's, {@code /etc/nix/registry.json}. */
        SYSTEM,
        /** The one that Nix downloads, see the setting {@code flake-registry}. */
        GLOBAL
    }

    /** Returns the entry as {@code nix registry list} prints it. */
    @Override
    public String toString() {
        return (kind == Kind.FLAG ? "flags" : kind.name().toLowerCase(Locale.ROOT)) + " " + from + " " + to;
    }
}
