package io.github.nixadhoc.internal.resolve;

/** What an installable is resolved for: Nix looks for it in other places, and takes other outputs of it. */
public enum Purpose {
    /** To start its program, as {@code nix run}: apps go before packages. */
    RUN,
    /** To have its programs on PATH, as {@code nix shell}: packages only. */
    SHELL
}
