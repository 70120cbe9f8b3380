package io.github.nixadhoc.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An entry of a flake registry: the meaning of a name on this machine.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class RegistryEntry extends EqualByContent {

    private final Kind kind;
    private final String from;
    private final String to;

    private RegistryEntry(Kind kind, String from, String to) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
    }

    /**
     * Returns a {@code RegistryEntry}. The library uses this, and so may the tests of its users.
     *
     * @param kind the registry that has the entry
     * @param from the name, as Nix prints it
     * @param to the flake reference that the name stands for
     * @return an immutable {@code RegistryEntry}
     */
    public static RegistryEntry of(Kind kind, String from, String to) {
        return new RegistryEntry(kind, from, to);
    }

    /**
     * Returns the registry that has the entry.
     *
     * @return the kind of the registry
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the name, as Nix prints it.
     *
     * @return the name, for instance {@code flake:nixpkgs}
     */
    public String from() {
        return from;
    }

    /**
     * Returns the flake reference that the name stands for.
     *
     * @return the reference, for instance {@code github:NixOS/nixpkgs/nixpkgs-unstable}
     */
    public String to() {
        return to;
    }

    @Override
    protected List<Object> parts() {
        return List.of(kind, from, to);
    }

    /** Returns the entry as {@code nix registry list} prints it. */
    @Override
    public String toString() {
        return (kind == Kind.FLAG ? "flags" : kind.name().toLowerCase(Locale.ROOT)) + " " + from + " " + to;
    }

    /**
     * The kind of a registry. An entry of an earlier kind hides an entry of the same name of a later kind.
     *
     * @since 0.1
     */
    public enum Kind {
        /** Entries from {@code --override-flake}. */
        FLAG,
        /** The user's registry, {@code ~/.config/nix/registry.json}. */
        USER,
        /** The machine's registry, {@code /etc/nix/registry.json}. */
        SYSTEM,
        /** The registry that Nix downloads; see the setting {@code flake-registry}. */
        GLOBAL
    }
}
