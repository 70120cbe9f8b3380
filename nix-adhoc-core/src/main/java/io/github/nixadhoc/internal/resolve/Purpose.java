package io.github.nixadhoc.internal.resolve;

/** The purpose of a resolution. It decides in which attributes Nix looks, and which outputs it takes. */
public enum Purpose {
    /** The start of its program, like {@code nix run}: apps precede packages. */
    RUN,
    /** Its programs on PATH, like {@code nix shell}: packages only. */
    SHELL
}
